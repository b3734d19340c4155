//! POST /api/labels: one more label.

use crate::labels::stored;
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::label::{Colour, Label, Labels};
use shared::domain::role::Role;
use shared::domain::text::Line;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::key;
use shared::view::View;

/// The endpoint.
pub struct LabelCreate;

/// What is entered.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// 名称: once in the organization.
    pub name: Line<50>,
    /// 色.
    pub colour: Colour,
    /// 並び順: smaller first.
    #[serde(default)]
    pub order: u16,
}

impl Endpoint for LabelCreate {
    const SPEC: Spec = Spec {
        name: "label_create",
        summary: ("ラベルを登録する", "Create a label"),
        method: Method::Post,
        paths: &["/api/labels"],
        access: Access::Role(Role::Administrator),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        status: 201,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Label;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Label>> {
        let tenant = caller.tenant()?;
        let batch = view.batch(&[key::labels(tenant)]).await?;
        let label = Label { id: view.identifier()?, name: input.name, colour: input.colour, order: input.order };
        let reply = Change::reply(label.clone());
        match stored(&batch, tenant)? {
            Some(labels) => reply.update(tenant, &labels, &labels.record().put(label)?, Event::LabelCreated),
            // The organization's first label makes the record that holds them all.
            None => reply.create(tenant, &Labels::empty(tenant.id()).put(label)?, Event::LabelCreated),
        }
    }
}
