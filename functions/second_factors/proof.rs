//! Showing a second factor: a code, a recovery code, or the answer of a passkey.

use super::{code_hash, relying_party};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Tenant;
use shared::domain::id::AccountId;
use shared::domain::refusal::Refusal;
use shared::domain::second_factor::{CEREMONY_MINUTES, FactorKind, SecondFactors};
use shared::error::{Error, Result};
use shared::key;
use shared::passkey::{self, Assertion, decoded};
use shared::view::View;

/// What was shown.
pub enum Proof {
    /// A code of the authenticator app.
    Code(String),
    /// A recovery code.
    RecoveryCode(String),
    /// A passkey's answer.
    Passkey(PasskeyAnswer),
}

/// What `PublicKeyCredential.toJSON()` gives after `navigator.credentials.get` (Web Authentication Level 3, 5.1.9.2).
/// Browsers add members; those that nothing here needs are passed over.
#[derive(Clone, Deserialize, JsonSchema)]
pub struct PasskeyAnswer {
    /// The authenticator's identifier of the credential (base64url).
    pub id: String,
    /// What it answered.
    pub response: AnswerResponse,
}

/// The authenticator's part of the answer, in base64url.
#[derive(Clone, Deserialize, JsonSchema)]
pub struct AnswerResponse {
    /// The client data.
    #[serde(rename = "clientDataJSON")]
    pub client_data_json: String,
    /// The authenticator data.
    #[serde(rename = "authenticatorData")]
    pub authenticator_data: String,
    /// The signature over both.
    pub signature: String,
}

impl Proof {
    /// The one that was given.
    ///
    /// # Errors
    /// [`Refusal::SecondFactorOne`] where none or several were.
    pub fn one(code: Option<String>, recovery_code: Option<String>, passkey: Option<PasskeyAnswer>) -> Result<Self> {
        match (code, recovery_code, passkey) {
            (Some(code), None, None) => Ok(Self::Code(code)),
            (None, Some(code), None) => Ok(Self::RecoveryCode(code)),
            (None, None, Some(answer)) => Ok(Self::Passkey(answer)),
            _ => Err(Error::field("code", Refusal::SecondFactorOne)),
        }
    }

    /// The member of the input that holds it.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Code(_) => "code",
            Self::RecoveryCode(_) => "recovery_code",
            Self::Passkey(_) => "passkey",
        }
    }
}

/// What `PublicKeyCredential.parseRequestOptionsFromJSON()` takes (Web Authentication Level 3, 5.1.10).
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AskedPasskey {
    /// 256 random bits, base64url.
    pub challenge: String,
    /// The site.
    pub rp_id: String,
    /// The passkeys that may answer.
    pub allow_credentials: Vec<Descriptor>,
    /// Always `required`.
    pub user_verification: &'static str,
    /// In milliseconds.
    pub timeout: i64,
}

/// Names a credential.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Descriptor {
    /// Always `public-key`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The authenticator's identifier of the credential (base64url).
    pub id: String,
}

/// The account's passkeys, as browsers are told of them.
#[must_use]
pub fn descriptors(factors: &SecondFactors) -> Vec<Descriptor> {
    factors.passkeys.iter().map(|passkey| Descriptor { kind: "public-key", id: passkey.credential.clone() }).collect()
}

/// Asks for one of the account's passkeys.
#[must_use]
pub fn asked_passkey(view: &View<'_>, factors: &SecondFactors, challenge: &str) -> AskedPasskey {
    AskedPasskey {
        challenge: challenge.to_owned(),
        rp_id: relying_party(view).id,
        allow_credentials: descriptors(factors),
        user_verification: "required",
        timeout: CEREMONY_MINUTES * 60_000,
    }
}

/// Whether a proof holds: the factors after its use, or why not. `challenge` is what a passkey was to answer.
///
/// # Errors
/// Where a key can't be opened.
pub async fn prove(
    view: &View<'_>,
    tenant: Tenant,
    account: AccountId,
    factors: &SecondFactors,
    proof: &Proof,
    challenge: Option<&str>,
) -> Result<std::result::Result<(SecondFactors, FactorKind), Refusal>> {
    let wrong = Refusal::SecondFactorWrong;
    Ok(match proof {
        Proof::Code(entered) => {
            let secret = secret(view, tenant, account, factors).await?;
            let used = secret.and_then(|secret| factors.code_used(&secret, entered.trim(), view.now()));
            used.map(|factors| (factors, FactorKind::Totp)).ok_or(wrong)
        }
        Proof::RecoveryCode(entered) => {
            factors.recovery_code_used(&code_hash(entered)).map(|factors| (factors, FactorKind::RecoveryCode)).ok_or(wrong)
        }
        Proof::Passkey(answer) => answered(view, factors, answer, challenge).map(|factors| (factors, FactorKind::Passkey)),
    })
}

async fn secret(view: &View<'_>, tenant: Tenant, account: AccountId, factors: &SecondFactors) -> Result<Option<Vec<u8>>> {
    let Some(app) = &factors.totp else { return Ok(None) };
    let sealed = serde_json::to_value(&app.secret).map_err(Error::internal)?;
    let opened: Option<String> = view.open_value(tenant, &key::second_factors(tenant, account), "totp.secret", &sealed).await?;
    opened.map(|text| data_encoding::BASE32_NOPAD.decode(text.as_bytes()).map_err(Error::internal)).transpose()
}

fn answered(
    view: &View<'_>,
    factors: &SecondFactors,
    answer: &PasskeyAnswer,
    challenge: Option<&str>,
) -> std::result::Result<SecondFactors, Refusal> {
    let challenge = challenge.ok_or(Refusal::PasskeyInvalid)?;
    let kept = factors.passkey(&answer.id).ok_or(Refusal::PasskeyInvalid)?;
    let (client_data, signature) = (decoded(&answer.response.client_data_json)?, decoded(&answer.response.signature)?);
    let authenticator_data = decoded(&answer.response.authenticator_data)?;
    let given = Assertion { client_data: &client_data, authenticator_data: &authenticator_data, signature: &signature };
    let counter = passkey::assert(&relying_party(view), challenge, &decoded(&kept.public_key)?, kept.counter, given)?;
    Ok(factors.passkey_used(&answer.id, counter, view.now()))
}
