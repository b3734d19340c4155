//! GET /api/timeline/seals: the seals of the organization's timeline, newest first. Whoever keeps one can show later that
//! nothing under it was changed.

use crate::input::{Items, Paged};
use crate::timeline::log::stored_seal;
use proof::SignedSeal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::key;
use shared::ports::{Position, Query};
use shared::view::{View, position};

/// The endpoint.
pub struct TimelineSealList;

/// No filter.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filter {}

impl Endpoint for TimelineSealList {
    const SPEC: Spec = Spec {
        name: "timeline_seal_list",
        summary: ("タイムラインの封印を一覧する", "List the seals of the timeline"),
        paths: &["/api/timeline/seals"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read, Grant::Cursor],
        ..Spec::USUAL
    };
    type Input = Paged<Filter>;
    type Output = Items<SignedSeal>;

    async fn handle(caller: &Caller, input: Paged<Filter>, view: &View<'_>) -> Result<Change<Items<SignedSeal>>> {
        let page = input.page()?;
        let after = view.position::<Position>(caller, &page).await?;
        let partition = key::timeline_seals(caller.tenant()?);
        let found = view.query(&Query { index: None, partition, range: None, descending: true, limit: page.limit, after }).await?;
        let items = found.items.iter().map(stored_seal).collect::<Result<_>>()?;
        let next = match found.items.last().filter(|_| found.more) {
            Some(last) => view.cursor(caller, &page, position(last, None)?).await?,
            None => None,
        };
        Ok(Change::reply(Items { items, next }))
    }
}
