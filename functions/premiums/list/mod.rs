//! GET /api/premiums: the premiums of a policy, or those due in a month with the month's sums.

use crate::input::Paged;
use crate::premiums::PremiumView;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::id::PolicyId;
use shared::domain::month::Month;
use shared::domain::premium::{Premium, PremiumReport};
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::{Error, FieldError, Result};
use shared::key::{self, Index, Kind};
use shared::ports::Query;
use shared::view::{List, View, position};

/// How many premiums one query reads for the sums, and how many queries there are at most.
const PAGE: u32 = 1_000;
const PAGES: u32 = 20;

/// The endpoint.
pub struct PremiumList;

/// Which: one of both.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Only premiums of this policy.
    #[serde(default)]
    pub policy: Option<PolicyId>,
    /// Only premiums due in this month, with its sums.
    #[serde(default)]
    pub month: Option<Month>,
}

/// A page of premiums.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PremiumPage")]
pub struct Output {
    /// What the list shows, latest first.
    pub items: Vec<PremiumView>,
    /// The cursor of the next page; null at the end.
    pub next: Option<String>,
    /// 収納月報: the sums of the month, with its first page.
    pub report: Option<PremiumReport>,
    /// Whether the sums hold all premiums of the month: those of 20,000 are added up.
    pub report_is_complete: Option<bool>,
}

impl Endpoint for PremiumList {
    const SPEC: Spec = Spec {
        name: "premium_list",
        summary: ("保険料を契約または月ごとに一覧する(月報)", "List premiums by policy or month, with the month's sums"),
        paths: &["/api/premiums"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read, Grant::Cursor],
        ..Spec::USUAL
    };
    type Input = Paged<Filter>;
    type Output = Output;

    async fn handle(caller: &Caller, input: Paged<Filter>, view: &View<'_>) -> Result<Change<Output>> {
        let (tenant, page) = (caller.tenant()?, input.page()?);
        let (index, partition) = match (input.rest.policy, input.rest.month) {
            (Some(policy), None) => (Index::Parent, key::by_parent(tenant, Kind::Premium, &policy.to_string())),
            (None, Some(month)) => (Index::State, key::by_state(tenant, Kind::Premium, &month.to_string())),
            _ => return Err(Error::Invalid(vec![FieldError::coded("month", "policy_or_month", None)])),
        };
        let report = match input.rest.month.filter(|_| page.cursor.is_none()) {
            Some(month) => Some(report(view, tenant, month).await?),
            None => None,
        };
        let list = List { index: Some(index), partition, range: None, descending: true, open: false };
        let (premiums, next) = view.list::<Premium>(caller, &list, &page, |_| true).await?;
        let items = premiums.iter().map(|premium| PremiumView::from(&**premium)).collect();
        Ok(Change::reply(Output { items, next, report: report.map(|(sums, _)| sums), report_is_complete: report.map(|(_, whole)| whole) }))
    }
}

// State and amounts lie in the clear.
async fn report(view: &View<'_>, tenant: Tenant, month: Month) -> Result<(PremiumReport, bool)> {
    let (mut report, mut after) = (PremiumReport::default(), None);
    for _ in 0..PAGES {
        let partition = key::by_state(tenant, Kind::Premium, &month.to_string());
        let query = Query { index: Some(Index::State), partition, range: None, descending: false, limit: PAGE, after: after.take() };
        let found = view.query(&query).await?;
        for item in &found.items {
            let data = item.get("data").cloned().ok_or_else(|| Error::internal("a premium without its data"))?;
            let premium: Premium = serde_json::from_value(data).map_err(Error::internal)?;
            report.add(&premium);
        }
        after = found.items.last().filter(|_| found.more).map(|item| position(item, Some(Index::State))).transpose()?;
        if after.is_none() {
            return Ok((report, true));
        }
    }
    Ok((report, false))
}
