//! PUT /api/labels/{id}: the label as it should read; records that carry it show it so at once.

use crate::labels::stored;
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::LabelId;
use shared::domain::label::{Colour, Label};
use shared::domain::role::Role;
use shared::domain::text::Line;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::key;
use shared::view::View;

/// The endpoint.
pub struct LabelUpdate;

/// What is entered.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The label.
    pub id: LabelId,
    /// 名称: once in the organization.
    pub name: Line<50>,
    /// 色.
    pub colour: Colour,
    /// 並び順: smaller first.
    pub order: u16,
}

impl Endpoint for LabelUpdate {
    const SPEC: Spec = Spec {
        name: "label_update",
        summary: ("ラベルを変更する", "Change a label"),
        method: Method::Put,
        paths: &["/api/labels/{id}"],
        access: Access::Role(Role::Administrator),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Label;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Label>> {
        let tenant = caller.tenant()?;
        let batch = view.batch(&[key::labels(tenant)]).await?;
        let labels = stored(&batch, tenant)?.filter(|labels| labels.find(input.id).is_some()).ok_or(Error::NotFound)?;
        let label = Label { id: input.id, name: input.name, colour: input.colour, order: input.order };
        let changed = labels.record().put(label.clone())?;
        Change::reply(label).update(tenant, &labels, &changed, Event::LabelUpdated)
    }
}
