//! The cases of the walk for operator functions, which have no route: what stands for a session is the proof in the payload.

use crate::cases::Case;
use serde_json::{Value, json};
use shared::operator_proof::MEMBER;
use std::time::{Duration, SystemTime};
use tests::support::walk::{Call, Place, SURPRISE, Walk};

/// Invokes the function with a proof that has the fault of this case, and expects the fault's own refusal.
pub async fn refused(case: Case, walk: &Walk<'_>, place: Place, call: &Call) -> Result<(), String> {
    let Some((payload, status, code)) = faulty(case, walk, place.spec.name, &call.body) else { return Ok(()) };
    let reply = walk.cloud.invoke_raw(place.spec.name, payload).await;
    let is = reply["status"] == status && reply["code"] == code;
    if is { Ok(()) } else { Err(format!("{reply} instead of {status} {code}")) }
}

fn faulty(case: Case, walk: &Walk<'_>, name: &str, body: &Value) -> Option<(Value, u16, &'static str)> {
    let cloud = &walk.cloud.cloud;
    let signed = || cloud.signed("alice", name, body.clone()).unwrap();
    Some(match case {
        Case::NoSession => (body.clone(), 401, "operator_proof_missing"),
        // A name is no proof.
        Case::Member(_) => (with(body, MEMBER, json!("alice")), 401, "operator_proof_invalid"),
        Case::ForgedToken => (altered(signed(), flip_last), 401, "operator_proof_invalid"),
        Case::UnsignedToken => {
            let unsigned = altered(signed(), |proof| proof.split_once("&X-Amz-Signature").unwrap().0.to_owned());
            (unsigned, 401, "operator_proof_invalid")
        }
        Case::ExpiredToken => (old(walk, name, body), 401, "operator_proof_expired"),
        // For another function, and for another payload.
        Case::OtherOrganization => (cloud.signed("alice", "another_function", body.clone()).unwrap(), 401, "operator_proof_invalid"),
        Case::InputOfAnotherShape => (with(&signed(), SURPRISE, json!(1)), 401, "operator_proof_invalid"),
        Case::UnknownField => (cloud.signed("alice", name, with(body, SURPRISE, json!(1))).unwrap(), 422, "fields_invalid"),
        _ => return None,
    })
}

fn with(body: &Value, member: &str, value: Value) -> Value {
    let mut body = if body.is_null() { json!({}) } else { body.clone() };
    body[member] = value;
    body
}

fn altered(mut payload: Value, alter: impl Fn(&str) -> String) -> Value {
    payload[MEMBER]["proof"] = json!(alter(payload[MEMBER]["proof"].as_str().unwrap()));
    payload
}

fn flip_last(proof: &str) -> String {
    let (head, last) = proof.split_at(proof.len() - 1);
    format!("{head}{}", if last == "0" { '1' } else { '0' })
}

fn old(walk: &Walk<'_>, name: &str, body: &Value) -> Value {
    let cloud = &walk.cloud.cloud;
    let read = |wanted: &str| cloud.environment.iter().find(|(found, _)| *found == wanted).map(|(_, value)| value.clone());
    let signer = local::cloud::signer(cloud.sts.credentials("alice").unwrap(), read).unwrap();
    let then = SystemTime::from(walk.cloud.now().to_utc()) - Duration::from_secs(121);
    signer.signed(name, body.clone(), then).unwrap()
}
