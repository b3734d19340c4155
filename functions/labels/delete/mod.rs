//! DELETE /api/labels/{id}: no record shows the label from now on; a job takes it off those that carry it.

use crate::labels::stored;
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::{Change, Companion};
use shared::domain::id::LabelId;
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::key;
use shared::ports::{Failure, Item, Operation};
use shared::view::View;

/// The endpoint.
pub struct LabelDelete;

/// Which label.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The label.
    pub id: LabelId,
}

impl Endpoint for LabelDelete {
    const SPEC: Spec = Spec {
        name: "label_delete",
        summary: ("ラベルを削除する", "Delete a label"),
        method: Method::Delete,
        paths: &["/api/labels/{id}"],
        access: Access::Role(Role::Administrator),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        status: 204,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ();

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<()>> {
        let tenant = caller.tenant()?;
        let batch = view.batch(&[key::labels(tenant)]).await?;
        let labels = stored(&batch, tenant)?.filter(|labels| labels.find(input.id).is_some()).ok_or(Error::NotFound)?;
        let change = Change::reply(()).update(tenant, &labels, &labels.record().delete(input.id), Event::LabelDeleted)?;
        let sweep = Operation::create(key::service_label_sweep(tenant, input.id), Item::new(), Failure::Conflict("record_changed"));
        Ok(change.with(Companion::LabelSweep, sweep))
    }
}
