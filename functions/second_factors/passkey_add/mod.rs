//! POST /api/me/passkeys: a new passkey, made for a challenge of `factor_challenge`.

use crate::second_factors::{Enrolled, present, relying_party};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::refusal::Refusal;
use shared::domain::second_factor::{PASSKEYS, Passkey, SecondFactors};
use shared::domain::text::Line;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::passkey::{decoded, register};
use shared::view::View;

/// The endpoint.
pub struct FactorPasskeyAdd;

/// The passkey.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// 名称: what the account calls it.
    pub name: Line<50>,
    /// What the browser's `PublicKeyCredential.toJSON()` gives.
    pub passkey: Made,
}

/// What `navigator.credentials.create` made (Web Authentication Level 3, 5.1.9.1). Browsers add members; those that
/// nothing here needs are passed over.
#[derive(Deserialize, JsonSchema)]
pub struct Made {
    /// What the authenticator answered.
    pub response: MadeResponse,
}

/// The authenticator's part of it, in base64url.
#[derive(Deserialize, JsonSchema)]
pub struct MadeResponse {
    /// The client data.
    #[serde(rename = "clientDataJSON")]
    pub client_data_json: String,
    /// The attestation object, which holds the key.
    #[serde(rename = "attestationObject")]
    pub attestation_object: String,
}

impl Endpoint for FactorPasskeyAdd {
    const SPEC: Spec = Spec {
        name: "factor_passkey_add",
        summary: ("パスキーを登録する", "Add a passkey"),
        method: Method::Post,
        paths: &["/api/me/passkeys"],
        access: Access::SignedIn,
        grants: &[Grant::Read, Grant::Write, Grant::Personal, Grant::SignToken],
        status: 201,
        secret_reply: true,
        before_second_factor: true,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Enrolled;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Enrolled>> {
        let (present, now) = (present(caller, view).await?, view.now());
        present.check_may_add()?;
        if present.factors.passkeys.len() >= PASSKEYS {
            return Err(Refusal::TooManyPasskeys(PASSKEYS).into());
        }
        let challenge = present.factors.open_challenge(now).ok_or(Refusal::EnrolmentExpired)?;
        let refused = |refusal| Error::field("passkey", refusal);
        let client_data = decoded(&input.passkey.response.client_data_json).map_err(refused)?;
        let attestation = decoded(&input.passkey.response.attestation_object).map_err(refused)?;
        let made = register(&relying_party(view), challenge, &client_data, &attestation).map_err(refused)?;
        let credential = URL_SAFE_NO_PAD.encode(&made.credential);
        if present.factors.passkey(&credential).is_some() {
            return Err(refused(Refusal::PasskeyInvalid));
        }
        let passkey = Passkey {
            id: view.identifier()?,
            name: input.name,
            credential,
            public_key: URL_SAFE_NO_PAD.encode(&made.public_key),
            counter: made.counter,
            added_at: now,
            used_at: None,
        };
        let mut factors = SecondFactors { version: present.factors.version + 1, challenge: None, ..present.factors.clone() };
        factors.passkeys.push(passkey);
        present.enrolled(view, factors, Event::PasskeyAdded).await
    }
}
