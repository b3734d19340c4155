//! Ciphertext blobs: AES-256-GCM with the key's ARN and the encryption context as associated data.

use std::collections::BTreeMap;

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use zeroize::Zeroizing;

use super::key_ring::Key;
use super::refusal::Refusal;

/// What a caller binds to a ciphertext, in canonical order.
pub type EncryptionContext = BTreeMap<String, String>;

const FORMAT: u8 = 1;
const KEY_ID_LENGTH: usize = 36;
const HEADER_LENGTH: usize = 1 + KEY_ID_LENGTH + NONCE_LEN;

/// The key that made a blob, read from the blob itself; `None` when it is no blob of ours.
pub fn key_id(blob: &[u8]) -> Option<&str> {
    if blob.first() != Some(&FORMAT) || blob.len() <= HEADER_LENGTH {
        return None;
    }
    std::str::from_utf8(blob.get(1..=KEY_ID_LENGTH)?).ok()
}

/// Encrypts under a key: format, key id, nonce, ciphertext with its tag.
pub fn seal(key: &Key, context: &EncryptionContext, plaintext: &[u8]) -> Result<Vec<u8>, Refusal> {
    let cipher = cipher(key)?;
    let mut sealed = plaintext.to_vec();
    let nonce = cipher
        .seal_in_place_append_tag(Aad::from(associated_data(&key.arn(), context)), &mut sealed)
        .map_err(|_| Refusal::internal("encryption failed"))?;
    let mut blob = Vec::with_capacity(HEADER_LENGTH + sealed.len());
    blob.push(FORMAT);
    blob.extend_from_slice(key.id.as_bytes());
    blob.extend_from_slice(nonce.as_ref());
    blob.append(&mut sealed);
    Ok(blob)
}

/// Decrypts what [`seal`] made, or says that the blob, the key or the context is not the one it was made with.
pub fn open(key: &Key, context: &EncryptionContext, blob: &[u8]) -> Result<Zeroizing<Vec<u8>>, Refusal> {
    let nonce = blob.get(1 + KEY_ID_LENGTH..HEADER_LENGTH).ok_or_else(Refusal::invalid_ciphertext)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| Refusal::invalid_ciphertext())?;
    let sealed = blob.get(HEADER_LENGTH..).ok_or_else(Refusal::invalid_ciphertext)?;
    let mut opened = Zeroizing::new(sealed.to_vec());
    let length = cipher(key)?
        .open_in_place(nonce, Aad::from(associated_data(&key.arn(), context)), &mut opened)
        .map_err(|_| Refusal::invalid_ciphertext())?
        .len();
    opened.truncate(length);
    Ok(opened)
}

fn cipher(key: &Key) -> Result<RandomizedNonceKey, Refusal> {
    RandomizedNonceKey::new(&AES_256_GCM, key.material.bytes()).map_err(|_| Refusal::internal("the key is damaged"))
}

/// Each part carries its length, so that no two contexts make the same bytes.
fn associated_data(arn: &str, context: &EncryptionContext) -> Vec<u8> {
    let parts = std::iter::once(arn).chain(context.iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]));
    let mut data = vec![FORMAT];
    for part in parts {
        data.extend_from_slice(&(part.len() as u64).to_be_bytes());
        data.extend_from_slice(part.as_bytes());
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context(pairs: &[(&str, &str)]) -> EncryptionContext {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn contexts_that_would_join_to_the_same_text_differ() {
        let one = associated_data("arn", &context(&[("ab", "c")]));
        assert_ne!(one, associated_data("arn", &context(&[("a", "bc")])));
        assert_ne!(one, associated_data("arnab", &context(&[("c", "")])));
        assert_ne!(one, associated_data("arn", &context(&[])));
    }

    #[test]
    fn the_order_of_a_context_does_not_matter() {
        let one = context(&[("organization", "1"), ("purpose", "field")]);
        let other = context(&[("purpose", "field"), ("organization", "1")]);
        assert_eq!(associated_data("arn", &one), associated_data("arn", &other));
    }

    #[test]
    fn what_is_not_a_blob_names_no_key() {
        assert_eq!(key_id(b""), None);
        assert_eq!(key_id(&[FORMAT; HEADER_LENGTH]), None);
        assert_eq!(key_id(&[9; HEADER_LENGTH + 20]), None);
    }
}
