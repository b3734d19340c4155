//! organization_mail_consent: records that an organization consents to mail through a provider abroad, or takes that back. From the
//! next attempt on its mail goes by it. For operators, through IAM.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::id::OrganizationId;
use shared::domain::mail_consent::{MailConsent, MailConsentState};
use shared::domain::organization::Organization;
use shared::domain::text::Line;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::key;
use shared::view::View;

/// The function.
pub struct OrganizationMailConsent;

/// What an organization says in writing.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// 組織.
    pub organization: OrganizationId,
    /// 同意または撤回.
    pub state: MailConsentState,
    /// 書面の番号: of the organization's writing that says so.
    pub reference: Line<100>,
}

/// What holds now.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The organization.
    pub organization: OrganizationId,
    /// What it said last.
    pub mail_consent: Option<MailConsent>,
}

impl Endpoint for OrganizationMailConsent {
    const SPEC: Spec = Spec {
        name: "organization_mail_consent",
        summary: (
            "国外の事業者によるメール送信への同意・撤回を記録する(運営者)",
            "Record an organization's consent to mail through a provider abroad, or that it takes it back (operator)",
        ),
        method: Method::Post,
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(_: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let tenant = Tenant::of_service(input.organization);
        let stored = view.load::<Organization>(&key::organization(tenant)).await.map_err(crate::no_organization)?;
        let said = stored.says_to_mail_abroad(input.state, input.reference, view.now())?;
        let output = Output { organization: tenant.id(), mail_consent: said.mail_consent.clone() };
        let event = match input.state {
            MailConsentState::Given => Event::MailConsentGiven,
            MailConsentState::TakenBack => Event::MailConsentTakenBack,
        };
        Change::reply(output).update(tenant, &stored, &said, event)
    }
}
