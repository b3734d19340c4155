//! Seals (封印): signed statements of how far an organization's log has grown.

use crate::digest::{Digest, canonical, sha256};
use crate::signature::PublicKey;
use serde::{Deserialize, Serialize};

/// What a seal's format is called.
pub const FORMAT: &str = "timeline-seal-1";

/// A seal: the log of an organization had this root at this size. Each names the one before by its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// [`FORMAT`].
    pub format: String,
    /// The organization.
    pub organization: String,
    /// 1 for the first, one more each.
    pub number: u64,
    /// When it was made: RFC 3339 with +09:00.
    pub at: String,
    /// Up to which time entries were looked for.
    pub through: String,
    /// Every entry of before this time is in the log: whatever turns up later was put there. An hour before `through`, since a
    /// transaction takes seconds and the index by day lags by less than a minute.
    pub settled: String,
    /// The size of the log before: the position of the first entry that this seal adds.
    pub first_position: u64,
    /// The size of the log.
    pub tree_size: u64,
    /// The root of the log (RFC 6962).
    pub root: Digest,
    /// The hash of the seal before; null for the first.
    pub previous: Option<Digest>,
    /// What names the signing key: the SHA-256 of its SubjectPublicKeyInfo in DER.
    pub key: Digest,
}

impl Seal {
    /// What is signed: the canonical JSON.
    #[must_use]
    pub fn message(&self) -> Vec<u8> {
        canonical(self)
    }

    /// The hash: what the next seal names, and what the signature is made over.
    #[must_use]
    pub fn hash(&self) -> Digest {
        sha256(&[&self.message()])
    }
}

/// A seal with its signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedSeal {
    /// What is signed.
    pub seal: Seal,
    /// ECDSA over P-256 with SHA-256 of the seal's canonical JSON, base64 of DER.
    pub signature: String,
}

impl SignedSeal {
    /// Whether the key signed it.
    #[must_use]
    pub fn holds(&self, key: &PublicKey) -> bool {
        self.seal.format == FORMAT && key.verifies(&self.seal.message(), &self.signature)
    }
}
