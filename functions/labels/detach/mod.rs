//! DELETE /api/{policyholders,animals,policies,claims}/{id}/labels/{label}: the record no longer carries the label.
//! Where it didn't, nothing changes.

use crate::collection::Collection;
use crate::labels::{Carried, Relabelling, told_alone};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::LabelId;
use shared::domain::label::Labels;
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct LabelDetach;

/// Which label on which record.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The kind of the record, from the path.
    pub collection: Collection,
    /// The record.
    pub id: String,
    /// The label.
    pub label: LabelId,
}

impl Endpoint for LabelDetach {
    const SPEC: Spec = Spec {
        name: "label_detach",
        summary: ("ラベルを外す", "Detach a label"),
        method: Method::Delete,
        paths: &[
            "/api/policyholders/{id}/labels/{label}",
            "/api/animals/{id}/labels/{label}",
            "/api/policies/{id}/labels/{label}",
            "/api/claims/{id}/labels/{label}",
        ],
        access: Access::Role(Role::Clerk),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Carried;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Carried>> {
        let decide = |_: &Labels, carried: &[LabelId]| Ok(detached(carried, input.label));
        let ids = [input.id];
        let (collection, event) = (input.collection, Event::LabelDetached);
        Relabelling { collection, ids: &ids, event, decide: &decide, told_of: told_alone }.change_one(caller, view).await
    }
}

pub(super) fn detached(carried: &[LabelId], label: LabelId) -> Vec<LabelId> {
    carried.iter().copied().filter(|other| *other != label).collect()
}
