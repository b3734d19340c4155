//! certificate_issue_first: the first client certificate of an organization, made by the operator at contract; and another
//! for one that has lost all of its own. For operators, through IAM; file and pass phrase are in the reply, and nowhere else.
//!
//! It stands apart from organization_open, which is done once: a file that gets lost on its way is made again by this alone,
//! and opening an organization needs no access to the authority's key.

use crate::certificates::issue::usual_days;
use crate::certificates::{Made, Order, create, make};
use base64::{Engine, engine::general_purpose::STANDARD};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::certificate::{Certificate, CertificateProfile, CertificateState, LifetimeDays, file_name};
use shared::domain::id::{AccountId, CertificateId, OrganizationId};
use shared::domain::text::Line;
use shared::domain::time::{Timestamp, rfc3339};
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::view::View;

/// The function.
pub struct CertificateIssueFirst;

/// What is asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The organization.
    pub organization: OrganizationId,
    /// 名称: who or what it is for.
    pub name: Line<100>,
    /// The account that it is issued to, if it is issued to one.
    #[serde(default)]
    pub account: Option<AccountId>,
    /// 有効日数.
    #[serde(default = "usual_days")]
    pub days: LifetimeDays,
    /// How its file is to be encrypted.
    #[serde(default)]
    pub profile: CertificateProfile,
}

/// The certificate with its file. Without Debug: whoever has both members has the certificate.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// The certificate.
    pub id: CertificateId,
    /// The file's name.
    pub file_name: String,
    /// The file (PKCS#12) in base64.
    pub content_base64: String,
    /// Its pass phrase; to be handed over apart from it.
    pub pass_phrase: String,
    /// 有効期限.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub expires_at: Timestamp,
}

impl Endpoint for CertificateIssueFirst {
    const SPEC: Spec = Spec {
        name: "certificate_issue_first",
        summary: ("組織の最初のクライアント証明書を発行する(運営者)", "Issue an organization's first client certificate (operator)"),
        method: Method::Post,
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write, Grant::Personal, Grant::IssueCertificates],
        status: 201,
        secret_reply: true,
        memory_megabytes: 1024,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(_: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let tenant = Tenant::of_service(input.organization);
        let file_name = file_name(&input.name);
        let order = Order { name: input.name, account: input.account, days: input.days, profile: input.profile };
        let made = make(view, tenant, order).await.map_err(crate::unknown("organization", "organization_unknown"))?;
        let Made { certificate, file, pass_phrase } = made;
        let certificate = Certificate { state: CertificateState::Downloaded, ..certificate };
        let output = Output {
            id: certificate.id,
            file_name,
            content_base64: STANDARD.encode(file),
            pass_phrase,
            expires_at: certificate.expires_at,
        };
        create(Change::reply(output), tenant, &certificate)
    }
}
