//! POST /api/me/passkeys/challenge: what a browser needs to make a passkey, or to answer with one.

use crate::second_factors::proof::{AskedPasskey, Descriptor, asked_passkey, descriptors};
use crate::second_factors::{Present, operation, present, relying_party};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::{Change, Technical};
use shared::domain::second_factor::{CEREMONY_MINUTES, Challenge, SecondFactors};
use shared::domain::time::{Timestamp, rfc3339};
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::passkey::ALGORITHMS;
use shared::view::View;

/// The endpoint.
pub struct FactorChallenge;

/// Nothing: the session says whose.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

/// A challenge, good for one answer of either kind.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// For `PublicKeyCredential.parseCreationOptionsFromJSON()`: a new passkey.
    pub creation: Creation,
    /// For `PublicKeyCredential.parseRequestOptionsFromJSON()`: one that is there.
    pub request: AskedPasskey,
    /// Until when.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub expires_at: Timestamp,
}

/// Web Authentication Level 3, 5.1.9.1.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Creation {
    /// The site.
    pub rp: Site,
    /// The account.
    pub user: User,
    /// 256 random bits, base64url.
    pub challenge: String,
    /// The kinds of key that are taken.
    pub pub_key_cred_params: Vec<Parameter>,
    /// In milliseconds.
    pub timeout: i64,
    /// The passkeys that are there already.
    pub exclude_credentials: Vec<Descriptor>,
    /// What the authenticator must be able to do.
    pub authenticator_selection: Selection,
    /// Always `none`: nobody needs to know its make.
    pub attestation: &'static str,
}

/// The site.
#[derive(Serialize, JsonSchema)]
pub struct Site {
    /// The domain that passkeys belong to.
    pub id: String,
    /// The same, for people.
    pub name: String,
}

/// The account, as the authenticator shows it.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// The account's identifier (base64url).
    pub id: String,
    /// Its mail address.
    pub name: String,
    /// The person's name.
    pub display_name: String,
}

/// A kind of key.
#[derive(Serialize, JsonSchema)]
pub struct Parameter {
    /// Always `public-key`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// IANA's number of the COSE algorithm.
    pub alg: i32,
}

/// What the authenticator must be able to do.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Selection {
    /// Always `preferred`.
    pub resident_key: &'static str,
    /// Always `required`.
    pub user_verification: &'static str,
}

impl Endpoint for FactorChallenge {
    const SPEC: Spec = Spec {
        name: "factor_challenge",
        summary: ("パスキーの登録・確認に使うチャレンジを発行する", "Hand out a challenge for a passkey"),
        method: Method::Post,
        paths: &["/api/me/passkeys/challenge"],
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
        let challenge = URL_SAFE_NO_PAD.encode(view.random::<32>()?);
        let expires_at = view.now() + chrono::TimeDelta::minutes(CEREMONY_MINUTES);
        let kept = Challenge { challenge: challenge.clone(), expires_at };
        let version = present.factors.version;
        let factors = SecondFactors { version: version + 1, challenge: Some(kept), ..present.factors.clone() };
        let kept = operation(present.tenant, present.account.id, version, &factors)?;
        let request = asked_passkey(view, &present.factors, &challenge);
        let output = Output { creation: creation(view, &present, challenge)?, request, expires_at };
        Ok(Change::reply(output).technical(Technical::Enrolment, kept))
    }
}

fn creation(view: &View<'_>, present: &Present, challenge: String) -> Result<Creation> {
    let sealed = || Error::internal("an account that wasn't opened");
    let (site, account) = (relying_party(view).id, &present.account);
    Ok(Creation {
        rp: Site { id: site.clone(), name: site },
        user: User {
            id: URL_SAFE_NO_PAD.encode(account.id.to_string()),
            name: account.mail_address.get().ok_or_else(sealed)?.as_str().to_owned(),
            display_name: account.name.get().ok_or_else(sealed)?.as_str().to_owned(),
        },
        challenge,
        pub_key_cred_params: ALGORITHMS.map(|alg| Parameter { kind: "public-key", alg }).into(),
        timeout: CEREMONY_MINUTES * 60_000,
        exclude_credentials: descriptors(&present.factors),
        authenticator_selection: Selection { resident_key: "preferred", user_verification: "required" },
        attestation: "none",
    })
}
