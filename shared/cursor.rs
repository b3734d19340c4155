//! Cursors of lists: opaque and authenticated. A cursor opens only for the same organization, list and filter.

use crate::domain::refusal::Refusal;
use crate::error::{Error, Result};
use crate::ports::Random;
use aws_lc_rs::aead;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};

fn cipher(key: &[u8]) -> Result<aead::LessSafeKey> {
    aead::UnboundKey::new(&aead::AES_256_GCM, key)
        .map(aead::LessSafeKey::new)
        .map_err(|_| Error::internal("a cursor key has the wrong length"))
}

/// The cursor that names a place in a list.
///
/// # Errors
/// Where the operating system gives no randomness.
pub fn seal(key: &[u8], scope: &str, position: &impl Serialize, random: &dyn Random) -> Result<String> {
    let mut nonce = [0_u8; aead::NONCE_LEN];
    random.fill(&mut nonce)?;
    let mut sealed = serde_json::to_vec(position).map_err(Error::internal)?;
    cipher(key)?
        .seal_in_place_append_tag(aead::Nonce::assume_unique_for_key(nonce), aead::Aad::from(scope.as_bytes()), &mut sealed)
        .map_err(|_| Error::internal("sealing failed"))?;
    Ok(URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat()))
}

/// The place that a cursor names.
///
/// # Errors
/// [`Refusal::CursorInvalid`] on the field `cursor`.
pub fn open<P: DeserializeOwned>(key: &[u8], scope: &str, cursor: &str) -> Result<P> {
    let refused = || Error::field("cursor", Refusal::CursorInvalid);
    let mut bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| refused())?;
    if bytes.len() < aead::NONCE_LEN {
        return Err(refused());
    }
    let mut sealed = bytes.split_off(aead::NONCE_LEN);
    let nonce = aead::Nonce::try_assume_unique_for_key(&bytes).map_err(|_| refused())?;
    let clear = cipher(key)?.open_in_place(nonce, aead::Aad::from(scope.as_bytes()), &mut sealed).map_err(|_| refused())?;
    serde_json::from_slice(clear).map_err(|_| refused())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::adapters::system::SystemRandom;

    #[test]
    fn a_cursor_opens_only_in_its_scope() {
        let cursor = seal(&[1; 32], "claims draft", &("a", 1), &SystemRandom).unwrap();
        assert_eq!(open::<(String, u8)>(&[1; 32], "claims draft", &cursor).unwrap(), ("a".into(), 1));
        for (key, scope, text) in [
            ([2; 32], "claims draft", cursor.as_str()),
            ([1; 32], "claims", &cursor),
            ([1; 32], "claims draft", "x"),
            ([1; 32], "claims draft", &cursor[1..]),
        ] {
            assert!(matches!(open::<(String, u8)>(&key, scope, text), Err(Error::Invalid(_))));
        }
    }
}
