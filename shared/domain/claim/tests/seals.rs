//! Personal values of a claim.
#![allow(clippy::unwrap_used)]

use super::*;

/// As the store returns it: every personal value sealed, and opened with its seal where `open`.
fn from_store(claim: &Claim, open: bool) -> Claim {
    fn seal(value: &mut Value, open: bool) {
        match value {
            Value::Object(map) if map.contains_key("$personal") => {
                map.insert("$sealed".into(), "seal".into());
                if !open {
                    map.remove("$personal");
                }
            }
            Value::Object(map) => map.values_mut().for_each(|value| seal(value, open)),
            Value::Array(items) => items.iter_mut().for_each(|value| seal(value, open)),
            _ => {}
        }
    }
    let mut json = serde_json::to_value(claim).unwrap();
    seal(&mut json, open);
    serde_json::from_value(json).unwrap()
}

#[test]
fn a_sealed_claim_is_carried_but_not_assessed_or_paid_out() {
    let policy = Policy::new();
    let sealed = from_store(&submitted(10_000), false);
    assert_eq!(sealed.clone().assess(&policy.contract(), &[], account(ASSESSOR), now()).err(), Some(Refusal::PersonalValueSealed));
    assert!(sealed.start_assessment(account(ASSESSOR), now()).is_ok());
    let assessed = from_store(&policy.assess(submitted(10_000)), false);
    assert_eq!(policy.approve(assessed).err(), Some(Refusal::PersonalValueSealed));
}

#[test]
fn the_payout_is_sealed_anew_for_its_own_place() {
    let policy = Policy::new();
    let assessed = from_store(&policy.assess(submitted(10_000)), true);
    let payout = serde_json::to_value(policy.approve(assessed).unwrap().payout.unwrap()).unwrap();
    assert_eq!(payout["bank_account"], json!({ "$personal": bank_account() }));
}

#[test]
fn what_is_updated_to_the_same_keeps_its_seal() {
    let claim = from_store(&draft(1), true);
    let mut changed = input(1);
    changed.diagnosis = "骨折".parse().unwrap();
    let json = serde_json::to_value(claim.update(changed, account(CLERK), now()).unwrap()).unwrap();
    assert_eq!(json["bank_account"], json!({ "$sealed": "seal" }));
    assert_eq!(json["lines"][0]["item"], json!({ "$sealed": "seal" }));
    assert_eq!(json["diagnosis"], json!({ "$personal": "骨折" }));
}

#[test]
fn debug_output_shows_nothing_personal() {
    let text = format!("{:?}", submitted(1));
    assert!(!text.contains("胃腸炎") && !text.contains("0123456") && !text.contains("ヤマダ"));
}
