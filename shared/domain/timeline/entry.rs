//! An entry and its place in the chain.

use super::{Actor, Event, FieldChange};
use crate::domain::time::{Timestamp, rfc3339};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What the hash of an entry covers: everything but the person's name, which may be sealed anew when keys rotate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The organization.
    pub organization: crate::domain::id::OrganizationId,
    /// The kind of the record.
    pub record_kind: crate::key::Kind,
    /// The record.
    pub record_id: String,
    /// 1 for the first entry of a record, one more each.
    pub sequence: u64,
    /// When.
    #[serde(with = "rfc3339")]
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// What.
    pub operation: Event,
    /// What changed.
    pub changes: Vec<FieldChange>,
    /// The SHA-256 (hexadecimal) over the record as it lies in the store after the operation, personal fields sealed.
    pub record_hash: String,
    /// The request, as the log names it.
    pub request: String,
    /// The hash of the entry before; empty for the first.
    pub previous: String,
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        use std::fmt::Write;
        // Writing to a string can't fail.
        let _written = write!(text, "{byte:02x}");
        text
    })
}

/// SHA-256 over RFC 8785 canonical JSON, hexadecimal.
#[must_use]
pub fn canonical_hash(value: &impl Serialize) -> String {
    // Every value hashed here is a tree of strings and integers, which always has a canonical form.
    hexadecimal(&crate::seal::sha256(&serde_json_canonicalizer::to_vec(value).unwrap_or_default()))
}

impl Entry {
    /// The entry's hash: the next entry's `previous`.
    #[must_use]
    pub fn hash(&self) -> String {
        canonical_hash(self)
    }
}

/// Whether the entries of one record, in order, form an unbroken chain that ends at `head`.
#[must_use]
pub fn is_chain(entries: &[Entry], head: &str) -> bool {
    let links = entries.iter().enumerate().try_fold(String::new(), |previous, (position, entry)| {
        (entry.previous == previous && entry.sequence == position as u64 + 1).then(|| entry.hash())
    });
    links.is_some_and(|last| last == head)
}

/// What a record's own hash covers, for tests and verifiers: the stored form without keys and chain.
#[must_use]
pub fn record_hash(record: &Value) -> String {
    canonical_hash(&json!(record))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{Identifier, OrganizationId, Unique};

    fn entry(sequence: u64, previous: &str) -> Entry {
        let at = crate::domain::time::in_japan(chrono::DateTime::UNIX_EPOCH);
        Entry {
            organization: OrganizationId::from_unique(Unique::new(at, [0; 10])),
            record_kind: crate::key::Kind::Claim,
            record_id: "clm_1".into(),
            sequence,
            at,
            actor: Actor::Anonymous,
            operation: Event::ClaimCreated,
            changes: vec![],
            record_hash: String::new(),
            request: String::new(),
            previous: previous.into(),
        }
    }

    #[test]
    fn a_chain_breaks_when_an_entry_is_changed_removed_or_moved() {
        let first = entry(1, "");
        let second = entry(2, &first.hash());
        let head = second.hash();
        assert!(is_chain(&[first.clone(), second.clone()], &head));
        assert!(!is_chain(std::slice::from_ref(&second), &head));
        assert!(!is_chain(&[second.clone(), first.clone()], &head));
        assert!(!is_chain(&[Entry { request: "x".into(), ..first.clone() }, second], &head));
        assert!(!is_chain(&[first], &head));
    }

    #[test]
    fn canonical_json_of_rfc_8785() {
        // RFC 8785, section 3.2.3: members sorted by UTF-16 code units.
        assert_eq!(canonical_hash(&json!({ "b": 1, "a": "é" })), canonical_hash(&json!({ "a": "é", "b": 1 })));
    }
}
