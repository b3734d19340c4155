//! GET /api/policies: policies, all or by policyholder, animal or label, newest first.

use crate::input::{Items, Paged};
use crate::policies::find::{PolicyItem, Wanted, find};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::{AnimalId, LabelId, PolicyholderId};
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct PolicyList;

/// The filters; all that are given must hold.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Only policies of this policyholder.
    #[serde(default)]
    pub policyholder: Option<PolicyholderId>,
    /// Only policies on this animal.
    #[serde(default)]
    pub animal: Option<AnimalId>,
    /// Only with this label.
    #[serde(default)]
    pub label: Option<LabelId>,
}

impl Endpoint for PolicyList {
    const SPEC: Spec = Spec {
        name: "policy_list",
        summary: ("保険契約を一覧する(契約者・動物・ラベル)", "List policies, all or by policyholder, animal or label"),
        paths: &["/api/policies"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read, Grant::Personal, Grant::Cursor],
        ..Spec::USUAL
    };
    type Input = Paged<Filter>;
    type Output = Items<PolicyItem>;

    async fn handle(caller: &Caller, input: Paged<Filter>, view: &View<'_>) -> Result<Change<Items<PolicyItem>>> {
        let page = input.page()?;
        let filter = input.rest;
        find(
            caller,
            view,
            &page,
            &Wanted { policyholder: filter.policyholder, animal: filter.animal, label: filter.label, ..Wanted::default() },
        )
        .await
    }
}
