//! GET /api/animals: animals, all or by policyholder or label, newest first.

use crate::animals::find::{AnimalItem, Wanted, find};
use crate::input::{Items, Paged};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::{LabelId, PolicyholderId};
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct AnimalList;

/// The filters; all that are given must hold.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Only animals of this policyholder.
    #[serde(default)]
    pub policyholder: Option<PolicyholderId>,
    /// Only with this label.
    #[serde(default)]
    pub label: Option<LabelId>,
}

impl Endpoint for AnimalList {
    const SPEC: Spec = Spec {
        name: "animal_list",
        summary: ("被保険動物を一覧する(契約者・ラベル)", "List animals, all or by policyholder or label"),
        paths: &["/api/animals"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read, Grant::Personal, Grant::Cursor],
        ..Spec::USUAL
    };
    type Input = Paged<Filter>;
    type Output = Items<AnimalItem>;

    async fn handle(caller: &Caller, input: Paged<Filter>, view: &View<'_>) -> Result<Change<Items<AnimalItem>>> {
        let page = input.page()?;
        let filter = input.rest;
        find(caller, view, &page, &Wanted { policyholder: filter.policyholder, label: filter.label, ..Wanted::default() }).await
    }
}
