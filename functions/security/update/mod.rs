//! PUT /api/security: what the organization demands of its accounts, from the next request on. Whoever demands certificates
//! must show one that would be taken, so that the organization keeps somebody who can take the demand back.

use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::{Change, Companion, item};
use shared::domain::certificate::{self, CertificatePass, Shown};
use shared::domain::organization::Organization;
use shared::domain::refusal::Refusal;
use shared::domain::role::Role;
use shared::domain::security::{CertificatePolicy, SecondFactorPolicy, Security};
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::key::{self, Key};
use shared::ports::{Action, Failure, Operation};
use shared::view::View;

/// The endpoint.
pub struct SecurityUpdate;

/// The demands as they should read.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// クライアント証明書.
    pub certificates: CertificatePolicy,
    /// 二要素認証.
    pub second_factor: SecondFactorPolicy,
}

impl Endpoint for SecurityUpdate {
    const SPEC: Spec = Spec {
        name: "security_update",
        summary: ("組織のセキュリティ設定を変更する", "Change what the organization demands of its accounts"),
        method: Method::Put,
        paths: &["/api/security"],
        access: Access::Role(Role::Administrator),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        names_one_record: true,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Security;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Security>> {
        let (tenant, place) = (caller.tenant()?, key::organization(caller.tenant()?));
        let pass_place = caller.certificate.as_deref().map(key::service_certificate);
        let keys: Vec<Key> = std::iter::once(place.clone()).chain(pass_place.clone()).collect();
        let batch = view.batch(&keys).await?;
        let stored = batch.record::<Organization>(&place)?;
        let security = Security { certificates: input.certificates, second_factor: input.second_factor };
        if security.certificates != CertificatePolicy::NotNeeded {
            let pass: Option<CertificatePass> = pass_place.map(|place| batch.item(&place)).transpose()?.flatten();
            let shown = pass.as_ref().map_or(Shown::Nothing, Shown::Known);
            certificate::admit(security.certificates, shown, tenant.id(), caller.account()?, view.now())
                .map_err(|_| Refusal::CertificatePolicyLocksOut)?;
        }
        let organization = Organization { security, ..stored.record() };
        let admission = Operation {
            key: key::security(tenant),
            action: Action::Put(item(&security)?),
            conditions: vec![],
            failure: Failure::Conflict("record_changed"),
        };
        Ok(Change::reply(security).update(tenant, &stored, &organization, Event::SecurityUpdated)?.with(Companion::Security, admission))
    }
}
