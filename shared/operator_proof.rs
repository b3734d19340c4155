//! The proof that an operator's call carries: who makes it, and that it is this call and no other.
//!
//! A proof is a presigned `sts:GetCallerIdentity` request (a URL). Its signature also covers a header with the digest of
//! the call, which the function computes from what it was invoked with: a proof for another function, another payload or
//! another installation doesn't fit, and its number, written in the transaction of the call, keeps it from being used twice.

use crate::domain::operator::Operator;
use crate::domain::time::Timestamp;
use crate::endpoint::Spec;
use crate::error::{Error, Result};
use crate::key;
use crate::ports::{Failure, Item, Operation};
use crate::view::View;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The member of the payload that holds the proof.
pub const MEMBER: &str = "operator";
/// The signed header that binds a proof to its call.
pub const CALL_HEADER: &str = "x-operator-call";
/// How old a proof may be, in minutes.
pub const AGE_MINUTES: i64 = 5;
/// How far a proof may lie ahead, in minutes: the operator's clock isn't ours.
pub const AHEAD_MINUTES: i64 = 1;
/// For how long the number of a used proof is kept, in minutes: longer than any proof holds.
const USED_MINUTES: i64 = 60;
/// The longest proof, in characters: credentials of a session have tokens of a thousand or two.
const PROOF_CHARACTERS: usize = 8 * 1024;
/// How many characters the number of a proof has.
const NONCE_CHARACTERS: std::ops::RangeInclusive<usize> = 22..=64;

/// The member as it stands in the payload.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// The presigned request.
    pub proof: String,
    /// A number used once: base64url.
    pub nonce: String,
}

/// An operator whose proof holds for this call.
pub struct Proven {
    /// Who calls.
    pub operator: Operator,
    /// That the proof is used, to be written in the call's transaction.
    pub used: Operation,
}

/// What a proof is signed for: SHA-256, base64url, over the canonical JSON (RFC 8785) of installation, function, payload
/// without the proof, and number.
#[must_use]
pub fn call(application: &str, function: &str, payload: &Value, nonce: &str) -> String {
    #[derive(Serialize)]
    struct Call<'c> {
        application: &'c str,
        function: &'c str,
        payload: &'c Value,
        nonce: &'c str,
    }
    // A tree of JSON values always has a canonical form.
    let canonical = serde_json_canonicalizer::to_vec(&Call { application, function, payload, nonce }).unwrap_or_default();
    URL_SAFE_NO_PAD.encode(crate::seal::sha256(&canonical))
}

/// What a function was invoked with, without the proof.
#[must_use]
pub fn without(payload: &Value) -> Value {
    let mut payload = payload.clone();
    if let Some(members) = payload.as_object_mut() {
        members.remove(MEMBER);
    }
    payload
}

/// Checks the proof of an operator's call.
///
/// # Errors
/// [`Error::Unauthenticated`] with the reason, or [`Error::Unavailable`] where it can't be checked now.
pub async fn check(view: &View<'_>, spec: &Spec, payload: Option<&Value>) -> Result<Proven> {
    let payload = payload.ok_or(Error::Unauthenticated("operator_proof_missing"))?;
    let member = payload.get(MEMBER).ok_or(Error::Unauthenticated("operator_proof_missing"))?;
    let Proof { proof, nonce } = read(member).ok_or(Error::Unauthenticated("operator_proof_invalid"))?;
    let call = call(&view.settings().application, spec.name, &without(payload), &nonce);
    let place = key::service_operator_proof(&crate::seal::sha256(nonce.as_bytes()));
    // Looked up before anything is done that a transaction can't take back; the transaction decides.
    if view.batch(std::slice::from_ref(&place)).await?.item::<Map<String, Value>>(&place)?.is_some() {
        return Err(Error::Unauthenticated("operator_proof_used"));
    }
    let operator = view.world.operators.verify(&proof, &call, view.now()).await?;
    let item = crate::change::expiring(Item::new(), &place, view.now() + chrono::TimeDelta::minutes(USED_MINUTES));
    Ok(Proven { operator, used: Operation::create(place, item, Failure::Proof) })
}

fn read(member: &Value) -> Option<Proof> {
    let found = Proof::deserialize(member).ok()?;
    let is_number = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let fits = found.proof.len() <= PROOF_CHARACTERS && NONCE_CHARACTERS.contains(&found.nonce.len());
    (fits && found.nonce.bytes().all(is_number)).then_some(found)
}

/// Whether a proof made at this time still holds.
#[must_use]
pub fn is_fresh(made_at: Timestamp, now: Timestamp) -> bool {
    let age = now - made_at;
    age <= chrono::TimeDelta::minutes(AGE_MINUTES) && age >= -chrono::TimeDelta::minutes(AHEAD_MINUTES)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn a_call_differs_by_installation_function_payload_and_number() {
        let payload = json!({ "b": 1, "a": "あ" });
        let digest = call("prod", "organization_open", &payload, "n1");
        assert_eq!(digest, call("prod", "organization_open", &json!({ "a": "あ", "b": 1 }), "n1"), "the order of members says nothing");
        let others = [
            call("test", "organization_open", &payload, "n1"),
            call("prod", "organization_key_rotate", &payload, "n1"),
            call("prod", "organization_open", &json!({ "b": 2, "a": "あ" }), "n1"),
            call("prod", "organization_open", &payload, "n2"),
        ];
        assert!(others.iter().all(|other| *other != digest));
        assert_eq!(digest.len(), 43);
    }

    #[test]
    fn a_proof_holds_for_five_minutes_and_one_ahead() {
        let now = chrono::DateTime::parse_from_rfc3339("2026-10-01T10:00:00+09:00").unwrap();
        let table = [(0, true), (300, true), (301, false), (-60, true), (-61, false)];
        for (age_seconds, fresh) in table {
            assert_eq!(is_fresh(now - chrono::TimeDelta::seconds(age_seconds), now), fresh, "{age_seconds}");
        }
    }

    #[test]
    fn a_member_of_another_form_is_no_proof() {
        let nonce = "A".repeat(22);
        assert!(read(&json!({ "proof": "https://…", "nonce": nonce })).is_some());
        let wrong = [
            json!("alice"),
            json!({ "proof": "https://…" }),
            json!({ "proof": "https://…", "nonce": "short" }),
            json!({ "proof": "https://…", "nonce": "=".repeat(22) }),
            json!({ "proof": "x".repeat(PROOF_CHARACTERS + 1), "nonce": nonce }),
            json!({ "proof": "https://…", "nonce": nonce, "name": "alice" }),
        ];
        assert!(wrong.iter().all(|member| read(member).is_none()));
    }
}
