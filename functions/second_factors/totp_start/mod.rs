//! POST /api/me/totp: a secret for an authenticator app. It counts once the app has shown its first code.

use crate::second_factors::{operation, present, relying_party};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::{Change, Technical};
use shared::domain::refusal::Refusal;
use shared::domain::second_factor::{CEREMONY_MINUTES, PendingTotp, SecondFactors};
use shared::domain::time::{Timestamp, rfc3339};
use shared::domain::totp::SECRET_BYTES;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::key;
use shared::view::View;

/// The endpoint.
pub struct FactorTotpStart;

/// Nothing: the session says whose.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

/// What the app is to be given.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// The secret, base32, for entering by hand.
    pub secret: String,
    /// The same as the address that apps read from a QR code.
    pub otpauth_url: String,
    /// Until when the first code is to be shown.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub expires_at: Timestamp,
}

impl Endpoint for FactorTotpStart {
    const SPEC: Spec = Spec {
        name: "factor_totp_start",
        summary: ("認証アプリの登録を始める", "Start to enrol an authenticator app"),
        method: Method::Post,
        paths: &["/api/me/totp"],
        access: Access::SignedIn,
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        status: 201,
        secret_reply: true,
        before_second_factor: true,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(caller: &Caller, _: Input, view: &View<'_>) -> Result<Change<Output>> {
        let present = present(caller, view).await?;
        present.check_may_add()?;
        if present.factors.totp.is_some() {
            return Err(Refusal::TotpExists.into());
        }
        let secret = data_encoding::BASE32_NOPAD.encode(&view.random::<SECRET_BYTES>()?);
        let address = present.account.mail_address.get().ok_or_else(|| Error::internal("an account that wasn't opened"))?;
        let otpauth_url = otpauth_url(&relying_party(view).id, address.as_str(), &secret);
        let expires_at = view.now() + chrono::TimeDelta::minutes(CEREMONY_MINUTES);
        let place = key::second_factors(present.tenant, present.account.id);
        let sealed = view.seal(present.tenant, &place, "pending.secret", secret.clone()).await?;
        let version = present.factors.version;
        let factors =
            SecondFactors { version: version + 1, pending: Some(PendingTotp { secret: sealed, expires_at }), ..present.factors.clone() };
        let kept = operation(present.tenant, present.account.id, version, &factors)?;
        Ok(Change::reply(Output { secret, otpauth_url, expires_at }).technical(Technical::Enrolment, kept))
    }
}

// The form that authenticator apps agree on: label, secret and issuer; digits, step and algorithm are the usual ones.
fn otpauth_url(issuer: &str, address: &str, secret: &str) -> String {
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    format!("otpauth://totp/{0}:{1}?secret={secret}&issuer={0}", encoded(issuer), encoded(address))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_address_names_issuer_and_account() {
        assert_eq!(
            super::otpauth_url("app.example.jp", "clerk+x@demo.example", "ABC"),
            "otpauth://totp/app%2Eexample%2Ejp:clerk%2Bx%40demo%2Eexample?secret=ABC&issuer=app%2Eexample%2Ejp"
        );
    }
}
