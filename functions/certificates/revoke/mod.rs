//! POST /api/certificates/{id}/revoke: the certificate is refused from the very next request on. The one that the caller came in
//! with isn't revoked where one is demanded: nobody could take that back.

use crate::certificates::{CertificateView, certificate_key, replace_pass};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::{Change, Companion};
use shared::domain::certificate::Certificate;
use shared::domain::id::CertificateId;
use shared::domain::organization::Organization;
use shared::domain::role::Role;
use shared::domain::text::Line;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::key;
use shared::ports::{Action, Failure, Operation};
use shared::view::View;

/// The endpoint.
pub struct CertificateRevoke;

/// Which certificate, and why.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The certificate.
    pub id: CertificateId,
    /// 失効理由.
    pub reason: Line<200>,
}

impl Endpoint for CertificateRevoke {
    const SPEC: Spec = Spec {
        name: "certificate_revoke",
        summary: ("クライアント証明書を失効させる", "Revoke a client certificate"),
        method: Method::Post,
        paths: &["/api/certificates/{id}/revoke"],
        access: Access::Role(Role::Administrator),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = CertificateView;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<CertificateView>> {
        let tenant = caller.tenant()?;
        let (place, organization_place) = (certificate_key(tenant, input.id), key::organization(tenant));
        let batch = view.batch_open(tenant, &[place.clone(), organization_place.clone()]).await?;
        let (stored, organization) = (batch.record::<Certificate>(&place)?, batch.record::<Organization>(&organization_place)?);
        stored.check_revocable(organization.security.certificates, caller.certificate.as_deref())?;
        let revoked = stored.revoke(input.reason, view.now())?;
        // Nobody needs the file any longer, if it still waits.
        let file = Operation {
            key: key::certificate_file(tenant, input.id),
            action: Action::Delete,
            conditions: vec![],
            failure: Failure::Conflict("record_changed"),
        };
        let change = Change::reply(CertificateView::new(&revoked, caller)?).update(tenant, &stored, &revoked, Event::CertificateRevoked)?;
        replace_pass(change.with(Companion::CertificateFile, file), tenant, &revoked)
    }
}
