//! POST /api/me/totp/confirm: the app shows its first code, and is asked for at sign-in from now on.

use crate::second_factors::{Enrolled, Present, present};
use crate::sessions::attempt::Proofs;
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::{Change, Companion, Technical};
use shared::domain::refusal::Refusal;
use shared::domain::second_factor::{PendingTotp, SecondFactors, Totp};
use shared::domain::timeline::Event;
use shared::domain::totp;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::key;
use shared::view::View;

/// The endpoint.
pub struct FactorTotpConfirm;

/// The first code.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Six digits.
    pub code: String,
}

impl Endpoint for FactorTotpConfirm {
    const SPEC: Spec = Spec {
        name: "factor_totp_confirm",
        summary: ("認証アプリの登録を完了する", "Complete the enrolment of an authenticator app"),
        method: Method::Post,
        paths: &["/api/me/totp/confirm"],
        access: Access::SignedIn,
        grants: &[Grant::Read, Grant::Write, Grant::Personal, Grant::SignToken],
        secret_reply: true,
        before_second_factor: true,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Enrolled;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Enrolled>> {
        let present = present(caller, view).await?;
        present.check_may_add()?;
        let now = view.now();
        let pending = present.factors.pending.clone().filter(|pending| now < pending.expires_at).ok_or(Refusal::EnrolmentExpired)?;
        let proofs = Proofs::read(view, present.tenant, present.account.id).await?;
        proofs.check(now)?;
        let secret = secret(view, &present, &pending).await?;
        let bytes = data_encoding::BASE32_NOPAD.decode(secret.as_bytes()).map_err(Error::internal)?;
        let Some(last_step) = totp::accepted(&bytes, input.code.trim(), 0, now) else {
            let refused = Change::refuse(Error::field("code", Refusal::SecondFactorWrong));
            return Ok(refused.technical(Technical::SignInCounter, proofs.failed(now)?));
        };
        let place = key::second_factors(present.tenant, present.account.id);
        let secret = view.seal(present.tenant, &place, "totp.secret", secret).await?;
        let factors = SecondFactors {
            version: present.factors.version + 1,
            totp: Some(Totp { secret, last_step, added_at: now }),
            pending: None,
            ..present.factors.clone()
        };
        let change = present.enrolled(view, factors, Event::TotpAdded).await?;
        Ok(change.with(Companion::SignInCounter, proofs.succeeded(now)?))
    }
}

async fn secret(view: &View<'_>, present: &Present, pending: &PendingTotp) -> Result<String> {
    let sealed = serde_json::to_value(&pending.secret).map_err(Error::internal)?;
    let place = key::second_factors(present.tenant, present.account.id);
    let opened = view.open_value(present.tenant, &place, "pending.secret", &sealed).await?;
    opened.ok_or_else(|| Error::internal("a pending secret without a seal"))
}
