//! POST /api/certificates: a new client certificate. The pass phrase of its file is shown here and never again; the file is
//! downloaded once, within seven days.

use crate::certificates::{CertificateView, FILE_FIELD, Made, Order, WaitingFile, create, make};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::{Change, Companion, expiring, item};
use shared::domain::certificate::{CertificateProfile, FILE_DAYS, LifetimeDays};
use shared::domain::id::{AccountId, CertificateId};
use shared::domain::role::Role;
use shared::domain::text::Line;
use shared::domain::time::{Timestamp, rfc3339};
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::key;
use shared::ports::{Failure, Operation};
use shared::view::View;

/// The endpoint.
pub struct CertificateIssue;

/// What is asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
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

/// The usual lifetime.
#[must_use]
pub const fn usual_days() -> LifetimeDays {
    LifetimeDays::USUAL
}

/// The new certificate. Without Debug: the pass phrase is a secret.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// The certificate.
    pub id: CertificateId,
    /// The pass phrase of its file: shown once.
    pub pass_phrase: String,
    /// Until when the file can be downloaded.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub file_until: Timestamp,
    /// The certificate as it stands in the list.
    pub certificate: CertificateView,
}

impl Endpoint for CertificateIssue {
    const SPEC: Spec = Spec {
        name: "certificate_issue",
        summary: ("クライアント証明書を発行する", "Issue a client certificate"),
        method: Method::Post,
        paths: &["/api/certificates"],
        access: Access::Role(Role::Administrator),
        grants: &[Grant::Read, Grant::Write, Grant::Personal, Grant::IssueCertificates],
        status: 201,
        secret_reply: true,
        memory_megabytes: 1024,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let tenant = caller.tenant()?;
        let order = Order { name: input.name, account: input.account, days: input.days, profile: input.profile };
        let Made { certificate, file, pass_phrase } = make(view, tenant, order).await?;
        let place = key::certificate_file(tenant, certificate.id);
        let file_until = view.now() + TimeDelta::days(FILE_DAYS);
        let waiting = WaitingFile { content: view.seal(tenant, &place, FILE_FIELD, STANDARD.encode(file)).await?, ends_at: file_until };
        let waiting = expiring(item(&waiting)?, &place, file_until);
        let output = Output { id: certificate.id, pass_phrase, file_until, certificate: CertificateView::new(&certificate, caller)? };
        let change = create(Change::reply(output), tenant, &certificate)?;
        Ok(change.with(Companion::CertificateFile, Operation::create(place, waiting, Failure::Conflict("already_exists"))))
    }
}
