//! GET /api/labels: the organization's labels, in their order.

use crate::input::Items;
use crate::labels::stored;
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::label::Label;
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::key;
use shared::view::View;

/// The endpoint.
pub struct LabelList;

/// Nothing: an organization's labels are few.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

impl Endpoint for LabelList {
    const SPEC: Spec = Spec {
        name: "label_list",
        summary: ("ラベルを一覧する", "List the labels"),
        paths: &["/api/labels"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Items<Label>;

    async fn handle(caller: &Caller, _: Input, view: &View<'_>) -> Result<Change<Items<Label>>> {
        let tenant = caller.tenant()?;
        let batch = view.batch(&[key::labels(tenant)]).await?;
        Ok(match stored(&batch, tenant)? {
            Some(labels) => Change::reply(Items { items: labels.record().labels, next: None }).at_version(labels.version()),
            None => Change::reply(Items::none()),
        })
    }
}
