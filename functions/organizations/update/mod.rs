//! PUT /api/organization: contacts, business hours and closed days as they should read. Due times of incidents that are open already
//! stay as they were reckoned.

use crate::organizations::{OrganizationView, settings_refusals};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::organization::{BusinessHours, Contact, Organization};
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::key;
use shared::view::View;

/// The endpoint.
pub struct OrganizationUpdate;

/// The settings as they should read.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// 連絡先, 1–20: notices and reports of incidents go there.
    pub contacts: Vec<Contact>,
    /// 営業時間.
    pub business_hours: BusinessHours,
    /// 休業日, besides weekends and holidays, 366 at most.
    #[serde(deserialize_with = "shared::domain::date::strict")]
    pub closed_days: Vec<NaiveDate>,
}

impl Endpoint for OrganizationUpdate {
    const SPEC: Spec = Spec {
        name: "organization_update",
        summary: ("組織の連絡先・営業時間・休業日を変更する", "Change the organization's contacts, hours and closed days"),
        method: Method::Put,
        paths: &["/api/organization"],
        access: Access::Role(Role::Administrator),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        names_one_record: true,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = OrganizationView;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<OrganizationView>> {
        let tenant = caller.tenant()?;
        crate::refuse_fields(settings_refusals(&input.contacts, &input.business_hours, &input.closed_days))?;
        let stored = view.load_open::<Organization>(tenant, &key::organization(tenant)).await?;
        let organization = stored.record().with_settings(input.contacts, input.business_hours, input.closed_days);
        let output = OrganizationView::new(&organization, true)?;
        Change::reply(output).update_if_changed(tenant, &stored, &organization, Event::OrganizationUpdated)
    }
}
