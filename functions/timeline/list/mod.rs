//! GET /api/timeline: what happened in the organization in a period, newest first, by person, operation or record.

mod period;

use crate::input::{Items, Paged};
use crate::timeline::{entry, entry_view};
use chrono::NaiveDate;
use period::Period;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::id::AccountId;
use shared::domain::role::Role;
use shared::domain::text::Line;
use shared::domain::time::day;
use shared::domain::timeline::{Actor, Entry, EntryView, Event};
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::key::{self, Index, Kind};
use shared::ports::{Item, Position, Query};
use shared::view::{EXAMINED, View, position};

/// The endpoint.
pub struct TimelineList;

/// How many days are looked through in one request at most; each is a partition of its own.
const DAYS_EXAMINED: u32 = 31;
/// How many entries are read at once where a filter leaves few of them.
const READ: u32 = 250;

/// The filters; all that are given must hold.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// The first day in Japan; without it the six days before `to`, too.
    #[serde(default, deserialize_with = "shared::domain::date::strict")]
    pub from: Option<NaiveDate>,
    /// The last day in Japan, at most 92 days in all; without it today.
    #[serde(default, deserialize_with = "shared::domain::date::strict")]
    pub to: Option<NaiveDate>,
    /// Only what this account did.
    #[serde(default)]
    pub person: Option<AccountId>,
    /// Only this operation.
    #[serde(default)]
    pub operation: Option<Event>,
    /// Only on records of this kind.
    #[serde(default)]
    pub record_kind: Option<Kind>,
    /// Only on this record.
    #[serde(default)]
    pub record: Option<Line<40>>,
}

/// Where a page goes on: a day, and the last entry of it that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Place(#[serde(deserialize_with = "shared::domain::date::strict")] NaiveDate, Option<Position>);

impl Endpoint for TimelineList {
    const SPEC: Spec = Spec {
        name: "timeline_list",
        summary: (
            "組織のタイムラインを一覧する(期間・人・操作・対象)",
            "List the organization's timeline by period, person, operation and record",
        ),
        paths: &["/api/timeline"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read, Grant::Personal, Grant::Cursor],
        ..Spec::USUAL
    };
    type Input = Paged<Filter>;
    type Output = Items<EntryView>;

    async fn handle(caller: &Caller, input: Paged<Filter>, view: &View<'_>) -> Result<Change<Items<EntryView>>> {
        let tenant = caller.tenant()?;
        let period = Period::of(input.rest.from, input.rest.to, day(view.now()))?;
        let page = input.page()?;
        let filter = input.rest;
        let start = view.position::<Place>(caller, &page).await?.unwrap_or(Place(period.to, None));
        let walk = Walk { tenant, filter: &filter, from: period.from, limit: page.limit };
        let (found, rest) = walk.from(start, view).await?;
        let mut items = Vec::with_capacity(found.len());
        for (entry, item) in found {
            items.push(entry_view(view, tenant, entry, &item).await?);
        }
        let next = match rest {
            Some(place) => view.cursor(caller, &page, place).await?,
            None => None,
        };
        Ok(Change::reply(Items { items, next }))
    }
}

/// A way back through the days.
struct Walk<'i> {
    tenant: Tenant,
    filter: &'i Filter,
    from: NaiveDate,
    limit: u32,
}

impl Walk<'_> {
    // Day by day, until the page is full, the first day is over, or as much was looked at as one request may.
    async fn from(&self, start: Place, view: &View<'_>) -> Result<(Vec<(Entry, Item)>, Option<Place>)> {
        let (mut kept, mut place) = (Vec::new(), start);
        let (mut examined, mut days) = (0, 0);
        while place.0 >= self.from && kept.len() < self.limit as usize && examined < EXAMINED && days < DAYS_EXAMINED {
            let limit = if examined == 0 { self.limit } else { READ }.min(EXAMINED - examined);
            let found = view.query(&self.query(&place, limit)).await?;
            examined += u32::try_from(found.items.len()).unwrap_or(EXAMINED).max(1);
            let whole = self.keep(found.items, &mut kept, &mut place)?;
            if whole && !found.more {
                let Some(before) = place.0.pred_opt() else { return Ok((kept, None)) };
                place = Place(before, None);
                days += 1;
            }
        }
        let rest = (place.0 >= self.from).then_some(place);
        Ok((kept, rest))
    }

    fn query(&self, place: &Place, limit: u32) -> Query {
        let (partition, after) = (key::by_day(self.tenant, place.0), place.1.clone());
        Query { index: Some(Index::Kind), partition, range: None, descending: true, limit, after }
    }

    // Keeps what passes, and says whether all of the items were looked at before the page was full.
    fn keep(&self, items: Vec<Item>, kept: &mut Vec<(Entry, Item)>, place: &mut Place) -> Result<bool> {
        for item in items {
            if kept.len() == self.limit as usize {
                return Ok(false);
            }
            place.1 = Some(position(&item, Some(Index::Kind))?);
            let entry = entry(&item)?;
            if passes(self.filter, &entry) {
                kept.push((entry, item));
            }
        }
        Ok(true)
    }
}

fn passes(filter: &Filter, entry: &Entry) -> bool {
    filter.person.is_none_or(|person| entry.actor == Actor::Account { id: person })
        && filter.operation.is_none_or(|operation| entry.operation == operation)
        && filter.record_kind.is_none_or(|kind| entry.record_kind == kind)
        && filter.record.as_ref().is_none_or(|record| entry.record_id == record.as_str())
}
