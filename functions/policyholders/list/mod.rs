//! GET /api/policyholders: policyholders, all or by label, newest first.

use crate::input::{Items, Paged};
use crate::policyholders::find::{PolicyholderItem, Wanted, find};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::LabelId;
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct PolicyholderList;

/// The filters; all that are given must hold.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Only with this label.
    #[serde(default)]
    pub label: Option<LabelId>,
}

impl Endpoint for PolicyholderList {
    const SPEC: Spec = Spec {
        name: "policyholder_list",
        summary: ("契約者を一覧する(ラベル)", "List policyholders, all or by label"),
        paths: &["/api/policyholders"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read, Grant::Personal, Grant::Cursor],
        ..Spec::USUAL
    };
    type Input = Paged<Filter>;
    type Output = Items<PolicyholderItem>;

    async fn handle(caller: &Caller, input: Paged<Filter>, view: &View<'_>) -> Result<Change<Items<PolicyholderItem>>> {
        let page = input.page()?;
        let filter = input.rest;
        find(caller, view, &page, &Wanted { label: filter.label, ..Wanted::default() }).await
    }
}
