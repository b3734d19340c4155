//! Signatures under the service's signing key: ECDSA over P-256 with SHA-256 (FIPS 186-5), in DER.

use crate::digest::{Digest, sha256};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, ParsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

const BEGIN: &str = "-----BEGIN PUBLIC KEY-----";
const END: &str = "-----END PUBLIC KEY-----";

/// A public key that signatures are verified with.
pub struct PublicKey {
    key: ParsedPublicKey,
    id: Digest,
}

impl std::fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "PublicKey({})", self.id)
    }
}

/// What names a public key: the SHA-256 of its SubjectPublicKeyInfo in DER.
#[must_use]
pub fn key_id(der: &[u8]) -> Digest {
    sha256(&[der])
}

/// A SubjectPublicKeyInfo as PEM (RFC 7468).
#[must_use]
pub fn pem(der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<&str> = (0..text.len()).step_by(64).filter_map(|start| text.get(start..(start + 64).min(text.len()))).collect();
    format!("{BEGIN}\n{}\n{END}\n", lines.join("\n"))
}

impl PublicKey {
    /// From a SubjectPublicKeyInfo in DER (RFC 5480).
    ///
    /// # Errors
    /// Where it isn't a key over P-256.
    pub fn from_der(der: &[u8]) -> Result<Self, &'static str> {
        let key = ParsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, der).map_err(|_| "not a public key over P-256")?;
        Ok(Self { key, id: key_id(der) })
    }

    /// From PEM (RFC 7468).
    ///
    /// # Errors
    /// Where it isn't PEM, or isn't a key over P-256.
    pub fn from_pem(text: &str) -> Result<Self, &'static str> {
        let body = text.split_once(BEGIN).and_then(|(_, rest)| rest.split_once(END)).ok_or("not a public key in PEM")?.0;
        let body: String = body.split_whitespace().collect();
        Self::from_der(&STANDARD.decode(body).map_err(|_| "not a public key in PEM")?)
    }

    /// Whether the signature (base64 of DER) is this key's over the message.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &str) -> bool {
        STANDARD.decode(signature).is_ok_and(|signature| self.key.verify_sig(message, &signature).is_ok())
    }

    /// What names the key.
    #[must_use]
    pub const fn id(&self) -> Digest {
        self.id
    }
}
