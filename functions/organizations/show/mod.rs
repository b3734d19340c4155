//! GET /api/organization: the organization's own settings. Who isn't an administrator sees what isn't confidential.

use crate::organizations::OrganizationView;
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::organization::Organization;
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::key;
use shared::view::View;

/// The endpoint.
pub struct OrganizationShow;

/// Nothing: the session says all.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

impl Endpoint for OrganizationShow {
    const SPEC: Spec = Spec {
        name: "organization_show",
        summary: ("組織の情報(営業時間・休業日・連絡先)を表示する", "Show the organization's hours, closed days and contacts"),
        paths: &["/api/organization"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = OrganizationView;

    async fn handle(caller: &Caller, _: Input, view: &View<'_>) -> Result<Change<OrganizationView>> {
        let (tenant, is_administrator) = (caller.tenant()?, caller.may(Role::Administrator));
        let place = key::organization(tenant);
        // Contacts stay sealed unless they are shown.
        let stored = match is_administrator {
            true => view.load_open::<Organization>(tenant, &place).await?,
            false => view.load::<Organization>(&place).await?,
        };
        Ok(Change::reply(OrganizationView::new(&stored, is_administrator)?).at_version(stored.version()))
    }
}
