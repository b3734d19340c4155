//! GET /api/security: what the organization demands of its accounts.

use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::organization::Organization;
use shared::domain::role::Role;
use shared::domain::security::Security;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::key;
use shared::view::View;

/// The endpoint.
pub struct SecurityShow;

/// Nothing: the session says all.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

impl Endpoint for SecurityShow {
    const SPEC: Spec = Spec {
        name: "security_show",
        summary: ("組織のセキュリティ設定を表示する", "Show what the organization demands of its accounts"),
        paths: &["/api/security"],
        access: Access::Role(Role::Administrator),
        grants: &[Grant::Read],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Security;

    async fn handle(caller: &Caller, _: Input, view: &View<'_>) -> Result<Change<Security>> {
        let organization = view.load::<Organization>(&key::organization(caller.tenant()?)).await?;
        Ok(Change::reply(organization.security).at_version(organization.version()))
    }
}
