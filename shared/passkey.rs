//! Passkeys (パスキー): the relying party's side of Web Authentication Level 3 (W3C), registration (7.1) and authentication
//! (7.2), with user verification always required and attestation never asked for.
// By hand over aws-lc-rs and a CBOR crate: the crates for this bring OpenSSL, or the rsa crate, whose timing flaw
// (RUSTSEC-2023-0071) has no fix.

use crate::domain::refusal::Refusal;
use crate::seal::sha256;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ciborium::Value;
use serde::Deserialize;

/// The kinds of key that are taken (IANA's COSE algorithms), the preferred first: ES256, EdDSA, RS256.
pub const ALGORITHMS: [i32; 3] = [-7, -8, -257];
/// The longest identifier of a credential (Web Authentication Level 3, 4).
const CREDENTIAL_BYTES: usize = 1023;

// Bits of the authenticator data's flags (6.1).
const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;
const BACKUP_ELIGIBLE: u8 = 0x08;
const BACKED_UP: u8 = 0x10;
const HAS_CREDENTIAL: u8 = 0x40;
const HAS_EXTENSIONS: u8 = 0x80;

/// Who asks: the site, as browsers know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelyingParty {
    /// The domain that passkeys belong to.
    pub id: String,
    /// The origins that may ask for them: the service's doors, under that domain and no other page of it.
    pub origins: Vec<String>,
}

impl RelyingParty {
    /// The service with these doors, such as `https://app.example.jp`, under a domain such as `example.jp`: a passkey that was made
    /// at one door is shown at each.
    #[must_use]
    pub fn of<'a>(domain: &str, doors: impl IntoIterator<Item = &'a str>) -> Self {
        Self { id: domain.to_owned(), origins: doors.into_iter().map(str::to_owned).collect() }
    }
}

/// A new credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// The authenticator's identifier for it.
    pub credential: Vec<u8>,
    /// The public key: a COSE key, as the authenticator wrote it.
    pub public_key: Vec<u8>,
    /// The authenticator's counter.
    pub counter: u32,
}

/// What an authenticator signed.
#[derive(Clone, Copy)]
pub struct Assertion<'a> {
    /// The client data, as JSON.
    pub client_data: &'a [u8],
    /// The authenticator data.
    pub authenticator_data: &'a [u8],
    /// The signature over both.
    pub signature: &'a [u8],
}

#[derive(Deserialize)]
struct ClientData {
    #[serde(rename = "type")]
    ceremony: String,
    challenge: String,
    origin: String,
    #[serde(rename = "crossOrigin", default)]
    cross_origin: bool,
}

struct AuthenticatorData<'a> {
    flags: u8,
    counter: u32,
    rest: &'a [u8],
}

/// Verifies a registration.
///
/// # Errors
/// [`Refusal::PasskeyInvalid`], [`Refusal::PasskeyUserUnverified`] or [`Refusal::PasskeyAlgorithm`].
pub fn register(party: &RelyingParty, challenge: &str, client_data: &[u8], attestation: &[u8]) -> Result<Registration, Refusal> {
    check_client_data(party, "webauthn.create", challenge, client_data)?;
    let attestation: Value = ciborium::from_reader(attestation).map_err(|_| Refusal::PasskeyInvalid)?;
    let bytes = member(&attestation, "authData").and_then(Value::as_bytes).ok_or(Refusal::PasskeyInvalid)?;
    let is_none = member(&attestation, "fmt").and_then(Value::as_text) == Some("none");
    let statement = member(&attestation, "attStmt").and_then(Value::as_map).ok_or(Refusal::PasskeyInvalid)?;
    // Another format wasn't asked for; what it attests is left unread (7.1, step 24).
    if is_none && !statement.is_empty() {
        return Err(Refusal::PasskeyInvalid);
    }
    let data = authenticator_data(party, bytes)?;
    let registration = credential(&data)?;
    check_user(data.flags)?;
    verifier(&registration.public_key).map(|_| registration)
}

/// Verifies an assertion with the public key and counter that are kept, and returns the authenticator's new counter.
///
/// # Errors
/// [`Refusal::PasskeyInvalid`], [`Refusal::PasskeyUserUnverified`], [`Refusal::PasskeyAlgorithm`] or
/// [`Refusal::PasskeyCounter`].
pub fn assert(party: &RelyingParty, challenge: &str, public_key: &[u8], counter: u32, given: Assertion<'_>) -> Result<u32, Refusal> {
    check_client_data(party, "webauthn.get", challenge, given.client_data)?;
    let data = authenticator_data(party, given.authenticator_data)?;
    check_signature(public_key, given)?;
    check_user(data.flags)?;
    // A counter that both sides have must grow; 0 on both sides means that there is none (6.1.1).
    if (counter, data.counter) != (0, 0) && data.counter <= counter {
        return Err(Refusal::PasskeyCounter);
    }
    Ok(data.counter)
}

fn check_client_data(party: &RelyingParty, ceremony: &str, challenge: &str, json: &[u8]) -> Result<(), Refusal> {
    let data: ClientData = serde_json::from_slice(json).map_err(|_| Refusal::PasskeyInvalid)?;
    let holds = data.ceremony == ceremony && data.challenge == challenge && party.origins.contains(&data.origin) && !data.cross_origin;
    if holds { Ok(()) } else { Err(Refusal::PasskeyInvalid) }
}

fn authenticator_data<'a>(party: &RelyingParty, bytes: &'a [u8]) -> Result<AuthenticatorData<'a>, Refusal> {
    let (hash, rest) = bytes.split_at_checked(32).ok_or(Refusal::PasskeyInvalid)?;
    let (flags, rest) = rest.split_first().ok_or(Refusal::PasskeyInvalid)?;
    let (counter, rest) = rest.split_first_chunk::<4>().ok_or(Refusal::PasskeyInvalid)?;
    if hash != sha256(party.id.as_bytes()) {
        return Err(Refusal::PasskeyInvalid);
    }
    Ok(AuthenticatorData { flags: *flags, counter: u32::from_be_bytes(*counter), rest })
}

fn check_user(flags: u8) -> Result<(), Refusal> {
    let backed_up_without_right = flags & BACKED_UP != 0 && flags & BACKUP_ELIGIBLE == 0;
    if flags & USER_PRESENT == 0 || backed_up_without_right {
        return Err(Refusal::PasskeyInvalid);
    }
    if flags & USER_VERIFIED == 0 { Err(Refusal::PasskeyUserUnverified) } else { Ok(()) }
}

// The attested credential (6.5.2): 16 bytes that name the model, the length of the identifier, the identifier, the key.
fn credential(data: &AuthenticatorData<'_>) -> Result<Registration, Refusal> {
    if data.flags & HAS_CREDENTIAL == 0 {
        return Err(Refusal::PasskeyInvalid);
    }
    let (_model, rest) = data.rest.split_at_checked(16).ok_or(Refusal::PasskeyInvalid)?;
    let (length, rest) = rest.split_first_chunk::<2>().ok_or(Refusal::PasskeyInvalid)?;
    let length = usize::from(u16::from_be_bytes(*length));
    let (credential, key_and_more) = rest.split_at_checked(length).ok_or(Refusal::PasskeyInvalid)?;
    if credential.is_empty() || length > CREDENTIAL_BYTES {
        return Err(Refusal::PasskeyInvalid);
    }
    let mut rest = key_and_more;
    let _key: Value = ciborium::from_reader(&mut rest).map_err(|_| Refusal::PasskeyInvalid)?;
    let public_key = key_and_more[..key_and_more.len() - rest.len()].to_vec();
    if data.flags & HAS_EXTENSIONS != 0 {
        let _extensions: Value = ciborium::from_reader(&mut rest).map_err(|_| Refusal::PasskeyInvalid)?;
    }
    if !rest.is_empty() {
        return Err(Refusal::PasskeyInvalid);
    }
    Ok(Registration { credential: credential.to_vec(), public_key, counter: data.counter })
}

fn check_signature(public_key: &[u8], given: Assertion<'_>) -> Result<(), Refusal> {
    let message = [given.authenticator_data, &sha256(given.client_data)].concat();
    let holds = match verifier(public_key)? {
        Verifier::Plain(algorithm, key) => UnparsedPublicKey::new(algorithm, key).verify(&message, given.signature).is_ok(),
        Verifier::Rsa(key) => key.verify(&RSA_PKCS1_2048_8192_SHA256, &message, given.signature).is_ok(),
    };
    if holds { Ok(()) } else { Err(Refusal::PasskeyInvalid) }
}

enum Verifier {
    Plain(&'static dyn VerificationAlgorithm, Vec<u8>),
    Rsa(RsaPublicKeyComponents<Vec<u8>>),
}

// A COSE key (RFC 9053): the kind of key is 1, the algorithm 3; what -1, -2 and -3 are depends on the kind.
fn verifier(public_key: &[u8]) -> Result<Verifier, Refusal> {
    let key: Value = ciborium::from_reader(public_key).map_err(|_| Refusal::PasskeyInvalid)?;
    let number = |label: i64| labelled(&key, label).and_then(Value::as_integer).and_then(|number| i64::try_from(number).ok());
    let bytes = |label: i64| labelled(&key, label).and_then(Value::as_bytes).cloned().ok_or(Refusal::PasskeyInvalid);
    match (number(1), number(3), number(-1)) {
        (Some(2), Some(-7), Some(1)) => {
            let (x, y) = (bytes(-2)?, bytes(-3)?);
            if x.len() != 32 || y.len() != 32 {
                return Err(Refusal::PasskeyInvalid);
            }
            // An uncompressed point (SEC 1, 2.3.3).
            Ok(Verifier::Plain(&ECDSA_P256_SHA256_ASN1, [&[4][..], &x, &y].concat()))
        }
        (Some(1), Some(-8), Some(6)) => Ok(Verifier::Plain(&ED25519, bytes(-2)?)),
        (Some(3), Some(-257), _) => Ok(Verifier::Rsa(RsaPublicKeyComponents { n: bytes(-1)?, e: bytes(-2)? })),
        _ => Err(Refusal::PasskeyAlgorithm),
    }
}

fn member<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    value.as_map()?.iter().find(|(key, _)| key.as_text() == Some(name)).map(|(_, value)| value)
}

fn labelled(value: &Value, label: i64) -> Option<&Value> {
    value.as_map()?.iter().find(|(key, _)| key.as_integer() == Some(label.into())).map(|(_, value)| value)
}

/// Bytes that a browser wrote as base64url.
///
/// # Errors
/// [`Refusal::PasskeyInvalid`].
pub fn decoded(text: &str) -> Result<Vec<u8>, Refusal> {
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).map_err(|_| Refusal::PasskeyInvalid)
}

#[cfg(test)]
mod tests;
