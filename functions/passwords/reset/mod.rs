//! POST /api/password-resets: a reset link by mail, if the address has an account. The answer is always the same, and so
//! is the one item that is written: a job resolves it.

use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::{Change, Technical, item};
use shared::domain::id::MailId;
use shared::domain::mail_address::MailAddress;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::key;
use shared::mail::Outgoing;
use shared::ports::{Failure, Operation};
use shared::view::View;

/// The endpoint.
pub struct PasswordResetRequest;

/// Whose password.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// メールアドレス.
    pub mail_address: MailAddress,
}

impl Endpoint for PasswordResetRequest {
    const SPEC: Spec = Spec {
        name: "password_reset_request",
        summary: ("パスワード再設定のメールを申請する(応答は常に同じ)", "Ask for a reset mail; the answer is always the same"),
        method: Method::Post,
        paths: &["/api/password-resets"],
        access: Access::Anyone,
        grants: &[Grant::Read, Grant::Write, Grant::MailAddress],
        status: 202,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Accepted;

    async fn handle(_: &Caller, input: Input, view: &View<'_>) -> Result<Change<Accepted>> {
        let mail_hash = view.mail_hash(&input.mail_address).await?;
        let request = Outgoing::ResetRequest { mail_hash, created_at: view.now() };
        let place = key::service_outbox(view.identifier::<MailId>()?);
        let operation = Operation::create(place, item(&request)?, Failure::Conflict("record_changed"));
        Ok(Change::reply(Accepted { accepted: true }).technical(Technical::ResetRequest, operation))
    }
}

/// The answer, whether or not the address has an account.
#[derive(Debug, serde::Serialize, JsonSchema)]
pub struct Accepted {
    /// Always true.
    pub accepted: bool,
}
