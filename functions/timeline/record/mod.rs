//! GET /api/{policyholders,animals,products,policies,claims,payouts}/{id}/timeline: everything that happened to a record,
//! oldest first.

use crate::collection::Collection;
use crate::input::{Items, Paged};
use crate::timeline::{entry, entry_view};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::role::Role;
use shared::domain::timeline::EntryView;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::{Error, Result};
use shared::key::Key;
use shared::ports::{Position, Query};
use shared::view::{View, position};

/// The endpoint.
pub struct RecordTimeline;

/// Which record.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// The kind of the record, from the path.
    pub collection: Collection,
    /// The record.
    pub id: String,
}

impl Endpoint for RecordTimeline {
    const SPEC: Spec = Spec {
        name: "record_timeline",
        summary: ("1件のタイムラインを表示する", "Show the timeline of a record"),
        paths: &[
            "/api/policyholders/{id}/timeline",
            "/api/animals/{id}/timeline",
            "/api/products/{id}/timeline",
            "/api/policies/{id}/timeline",
            "/api/claims/{id}/timeline",
            "/api/payouts/{id}/timeline",
            "/api/accounts/{id}/timeline",
        ],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read, Grant::Personal, Grant::Cursor],
        ..Spec::USUAL
    };
    type Input = Paged<Filter>;
    type Output = Items<EntryView>;

    async fn handle(caller: &Caller, input: Paged<Filter>, view: &View<'_>) -> Result<Change<Items<EntryView>>> {
        let tenant = caller.tenant()?;
        let record = input.rest.collection.key(tenant, &input.rest.id)?;
        let page = input.page()?;
        let after = view.position::<Position>(caller, &page).await?;
        let first_page = after.is_none();
        let found = view.query(&entries(&record, page.limit, after)).await?;
        // A record's first entry is written with it: without one there is no record.
        if found.items.is_empty() && first_page {
            return Err(Error::NotFound);
        }
        let mut items = Vec::with_capacity(found.items.len());
        for item in &found.items {
            items.push(entry_view(view, tenant, entry(item)?, item).await?);
        }
        let next = match found.items.last().filter(|_| found.more) {
            Some(last) => view.cursor(caller, &page, position(last, None)?).await?,
            None => None,
        };
        Ok(Change::reply(Items { items, next }))
    }
}

// The record itself and its companions lie in the same partition; the bounds leave them out.
fn entries(record: &Key, limit: u32, after: Option<Position>) -> Query {
    let bound = |sequence| record.timeline_entry(sequence).sort().to_owned();
    let range = Some((bound(0), bound(9_999_999_999)));
    Query { index: None, partition: record.partition().to_owned(), range, descending: false, limit, after }
}
