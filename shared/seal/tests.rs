#![allow(clippy::unwrap_used)]

use super::*;
use crate::adapters::system::SystemRandom;
use crate::domain::id::{Identifier, Unique};
use proptest::prelude::*;

const KEY: [u8; 32] = [7; 32];

fn organization(number: u8) -> OrganizationId {
    OrganizationId::from_unique(Unique::new(crate::domain::time::in_japan(chrono::DateTime::UNIX_EPOCH), [number; 10]))
}

fn keys(versions: &[u8]) -> DataKeys {
    let mut keys = DataKeys::default();
    versions.iter().for_each(|version| keys.insert(u64::from(*version), Arc::new(Secret::new(vec![6 + version; 32]))));
    keys
}

proptest! {
    #[test]
    fn a_seal_opens_only_at_its_place(clear in ".{0,60}", bit in 0_usize..800) {
        let place = Place { organization: organization(1), record: "a#b", field: "name" };
        let text = seal(&KEY, 3, place, clear.as_bytes(), &SystemRandom).unwrap();
        prop_assert_eq!(open(&KEY, place, &text).unwrap(), clear.as_bytes());
        let elsewhere = [Place { organization: organization(2), ..place }, Place { record: "a#", field: "bname", ..place }];
        prop_assert!(elsewhere.iter().all(|other| open(&KEY, *other, &text).is_err()));
        prop_assert!(open(&[8; 32], place, &text).is_err());
        prop_assert!(open(&KEY, place, &text.replace("v3.", "v4.")).is_err());
        let (head, tail) = text.split_once('.').unwrap();
        let mut bytes = URL_SAFE_NO_PAD.decode(tail).unwrap();
        let place_of_bit = bit % (bytes.len() * 8);
        bytes[place_of_bit / 8] ^= 1 << (place_of_bit % 8);
        let altered = format!("{head}.{}", URL_SAFE_NO_PAD.encode(bytes));
        prop_assert!(open(&KEY, place, &altered).is_err());
    }
}

#[test]
fn a_record_is_sealed_wherever_a_marker_stands_and_opens_again() {
    let mut value = json!({ "a": { "$personal": "山田" }, "lines": [{ "item": { "$personal": 5 } }], "plain": 1 });
    seal_all(&mut value, &KEY, 1, organization(1), "r", &SystemRandom).unwrap();
    assert!(!needs_seal(&value) && !value.to_string().contains("山田"));
    assert_eq!(versions(&value), BTreeSet::from([1]));
    open_all(&mut value, &keys(&[1]), organization(1), "r").unwrap();
    assert_eq!(value["a"]["$personal"], "山田");
    assert_eq!(value["lines"][0]["item"]["$personal"], 5);
    assert_eq!(unmarked(value), json!({ "a": "山田", "lines": [{ "item": 5 }], "plain": 1 }));
}

#[test]
fn what_is_of_an_older_version_is_sealed_anew_and_the_rest_stays() {
    let mut value = json!({ "a": { "$personal": "山田" }, "plain": 1 });
    seal_all(&mut value, &KEY, 1, organization(1), "r", &SystemRandom).unwrap();
    value["b"] = json!({ "$personal": 5 });
    seal_all(&mut value, &[8; 32], 2, organization(1), "r", &SystemRandom).unwrap();
    let newer = value["b"].clone();
    assert_eq!(versions(&value), BTreeSet::from([1, 2]));
    let mut renewed = value.clone();
    renew_all(&mut renewed, &keys(&[1]), (2, &[8; 32]), organization(1), "r", &SystemRandom).unwrap();
    assert_eq!((versions(&renewed), &renewed["b"], needs_seal(&renewed)), (BTreeSet::from([2]), &newer, false));
    open_all(&mut renewed, &keys(&[2]), organization(1), "r").unwrap();
    assert_eq!((&renewed["a"]["$personal"], &renewed["b"]["$personal"]), (&json!("山田"), &json!(5)));
    // Moved to another record, it is not renewed there.
    assert!(renew_all(&mut value, &keys(&[1]), (2, &[8; 32]), organization(1), "other", &SystemRandom).is_err());
}

#[test]
fn a_seal_without_its_key_names_its_place() {
    let mut value = json!({ "a": { "$sealed": "v7.AAAA" } });
    let mut known = keys(&[1]);
    known.miss(7, "no key of version 7".into());
    let error = open_all(&mut value, &known, organization(1), "org#policyholder#1").unwrap_err();
    assert_eq!(error.cause(), Some("the seal of org#policyholder#1 / a has no key: no key of version 7"));
    let error = open_all(&mut json!({ "a": { "$sealed": 5 } }), &known, organization(1), "r").unwrap_err();
    assert_eq!(error.cause(), Some("the seal of r / a isn't one"));
    let error = open_all(&mut json!({ "a": { "$personal": 5 } }), &known, organization(1), "r").unwrap_err();
    assert_eq!(error.cause(), Some("the seal of r / a is missing"));
}

#[test]
fn blind_indexes_differ_by_list_and_key() {
    assert_eq!(blind(&KEY, "a", "x"), blind(&KEY, "a", "x"));
    assert_ne!(blind(&KEY, "a", "x"), blind(&KEY, "b", "x"));
    assert_ne!(blind(&KEY, "a", "x"), blind(&[8; 32], "a", "x"));
}
