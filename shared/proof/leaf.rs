//! What the log holds of an entry.

use crate::digest::{Digest, canonical, sha256};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A leaf of the log: when, which entry of which record, and the hash of the entry. Its time lets an export of a period show
/// that it left out only what lies outside.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Leaf {
    /// The entry's time, as the entry writes it.
    pub at: String,
    /// The kind of the record.
    pub record_kind: String,
    /// The record.
    pub record_id: String,
    /// The entry's place in the record's timeline.
    pub sequence: u64,
    /// The entry's hash.
    pub hash: Digest,
}

impl Leaf {
    /// The leaf's hash in the tree.
    #[must_use]
    pub fn digest(&self) -> Digest {
        crate::tree::leaf(&canonical(self))
    }

    /// The leaf of an entry; `None` where it isn't one.
    #[must_use]
    pub fn of_entry(entry: &Value) -> Option<Self> {
        let text = |name: &str| entry.get(name)?.as_str().map(str::to_owned);
        Some(Self {
            at: text("at")?,
            record_kind: text("record_kind")?,
            record_id: text("record_id")?,
            sequence: entry.get("sequence")?.as_u64()?,
            hash: sha256(&[&canonical(entry)]),
        })
    }

    /// The record, and the entry's place in its timeline.
    #[must_use]
    pub fn place(&self) -> (&str, &str, u64) {
        (&self.record_kind, &self.record_id, self.sequence)
    }
}
