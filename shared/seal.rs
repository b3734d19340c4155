//! Sealing of personal fields and blind indexes: AES-256-GCM and HMAC-SHA-256 of aws-lc-rs.
//!
//! A sealed field is bound to its place: organization, record, field and key version are the associated data, so that a
//! seal moved to another field, record or organization doesn't open.

use crate::domain::id::OrganizationId;
use crate::domain::personal::{CLEAR, SEALED};
use crate::error::{Error, Result};
use crate::ports::{Random, Secret};
use aws_lc_rs::{aead, hmac};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Where a sealed field belongs.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The organization.
    pub organization: OrganizationId,
    /// The record's partition.
    pub record: &'a str,
    /// The path of the field in the record.
    pub field: &'a str,
}

impl Place<'_> {
    // For the log; the caller learns nothing of it.
    fn broken(&self, what: &str) -> Error {
        Error::Internal(format!("the seal of {} / {} {what}", self.record, self.field))
    }

    // Length-prefixed, so that no two places run together.
    fn associated_data(&self, version: u64) -> Vec<u8> {
        let organization = self.organization.to_string();
        let mut data = version.to_be_bytes().to_vec();
        for part in [organization.as_str(), self.record, self.field] {
            data.extend((part.len() as u64).to_be_bytes());
            data.extend(part.as_bytes());
        }
        data
    }
}

fn cipher(key: &[u8]) -> Result<aead::LessSafeKey> {
    aead::UnboundKey::new(&aead::AES_256_GCM, key)
        .map(aead::LessSafeKey::new)
        .map_err(|_| Error::internal("a data key has the wrong length"))
}

/// Seals a value under a version of a key: `v<version>.<nonce, ciphertext and tag in base64url>`.
///
/// The nonce is random: a data key seals far fewer than 2^32 fields before it rotates (NIST SP 800-38D, 8.3).
///
/// # Errors
/// Where the operating system gives no randomness.
pub fn seal(key: &[u8], version: u64, place: Place<'_>, clear: &[u8], random: &dyn Random) -> Result<String> {
    let mut nonce = [0_u8; aead::NONCE_LEN];
    random.fill(&mut nonce)?;
    let mut sealed = clear.to_vec();
    let data = aead::Aad::from(place.associated_data(version));
    cipher(key)?
        .seal_in_place_append_tag(aead::Nonce::assume_unique_for_key(nonce), data, &mut sealed)
        .map_err(|_| Error::internal("sealing failed"))?;
    Ok(format!("v{version}.{}", URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat())))
}

/// The version of the key that a seal was made with.
///
/// # Errors
/// Where the text isn't a seal.
pub fn version(seal: &str) -> Result<u64> {
    let number = seal.strip_prefix('v').and_then(|rest| rest.split_once('.')).and_then(|(number, _)| number.parse().ok());
    number.ok_or_else(|| Error::internal("a seal without a version"))
}

/// Opens a seal. What doesn't open is an error that names record and field to the log and nothing to the caller.
///
/// # Errors
/// Where the seal was altered, or belongs to another place or key.
pub fn open(key: &[u8], place: Place<'_>, seal: &str) -> Result<Vec<u8>> {
    let broken = || place.broken("doesn't open");
    let number = version(seal).map_err(|_| broken())?;
    let (_, text) = seal.split_once('.').ok_or_else(broken)?;
    let mut bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| broken())?;
    if bytes.len() < aead::NONCE_LEN {
        return Err(broken());
    }
    let mut sealed = bytes.split_off(aead::NONCE_LEN);
    let nonce = aead::Nonce::try_assume_unique_for_key(&bytes).map_err(|_| broken())?;
    let clear = cipher(key)?.open_in_place(nonce, aead::Aad::from(place.associated_data(number)), &mut sealed).map_err(|_| broken())?;
    Ok(clear.to_vec())
}

/// The blind index of a folded term in a list: 16 bytes of HMAC-SHA-256, base64url.
#[must_use]
pub fn blind(key: &[u8], list: &str, folded: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key);
    let mut context = hmac::Context::with_key(&key);
    context.update(&(list.len() as u64).to_be_bytes());
    context.update(list.as_bytes());
    context.update(folded.as_bytes());
    URL_SAFE_NO_PAD.encode(&context.sign().as_ref()[..16])
}

/// SHA-256.
#[must_use]
pub fn sha256(bytes: &[u8]) -> Vec<u8> {
    aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes).as_ref().to_vec()
}

/// Whether a record holds a readable personal value that is still to be sealed.
#[must_use]
pub fn needs_seal(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.contains_key(CLEAR) || members.values().any(needs_seal),
        Value::Array(items) => items.iter().any(needs_seal),
        _ => false,
    }
}

/// The key versions of all seals in a record.
#[must_use]
pub fn versions(value: &Value) -> BTreeSet<u64> {
    let mut found = BTreeSet::new();
    collect_versions(value, &mut found);
    found
}

fn collect_versions(value: &Value, found: &mut BTreeSet<u64>) {
    match value {
        Value::Object(members) => match members.get(SEALED) {
            Some(Value::String(seal)) => found.extend(version(seal)),
            _ => members.values().for_each(|member| collect_versions(member, found)),
        },
        Value::Array(items) => items.iter().for_each(|item| collect_versions(item, found)),
        _ => {}
    }
}

/// Rewrites every marker of a personal value in a record, with the path of its field.
///
/// # Errors
/// What `rewrite` returns.
pub fn rewrite(
    value: &mut Value,
    path: &str,
    rewrite_marker: &mut impl FnMut(&str, &mut serde_json::Map<String, Value>) -> Result<()>,
) -> Result<()> {
    match value {
        Value::Object(members) if members.contains_key(CLEAR) || members.contains_key(SEALED) => rewrite_marker(path, members),
        Value::Object(members) => members.iter_mut().try_for_each(|(name, member)| rewrite(member, &join(path, name), rewrite_marker)),
        Value::Array(items) => {
            items.iter_mut().enumerate().try_for_each(|(position, item)| rewrite(item, &join(path, &position.to_string()), rewrite_marker))
        }
        _ => Ok(()),
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// A record with its opened values where their markers stood, for who may read it as a whole. What wasn't opened is null.
#[must_use]
pub fn unmarked(value: Value) -> Value {
    match value {
        Value::Object(mut members) if members.contains_key(CLEAR) || members.contains_key(SEALED) => {
            members.remove(CLEAR).unwrap_or(Value::Null)
        }
        Value::Object(members) => {
            members.into_iter().map(|(name, member)| (name, unmarked(member))).collect::<serde_json::Map<_, _>>().into()
        }
        Value::Array(items) => items.into_iter().map(unmarked).collect(),
        other => other,
    }
}

/// Seals every readable personal value of a record.
///
/// # Errors
/// Where the operating system gives no randomness.
pub fn seal_all(
    value: &mut Value,
    key: &[u8],
    version: u64,
    organization: OrganizationId,
    record: &str,
    random: &dyn Random,
) -> Result<()> {
    rewrite(value, "", &mut |field, marker| {
        if let Some(clear) = marker.remove(CLEAR) {
            let clear = serde_json::to_vec(&clear).map_err(Error::internal)?;
            let place = Place { organization, record, field };
            marker.insert(SEALED.into(), json!(seal(key, version, place, &clear, random)?));
        }
        Ok(())
    })
}

/// Opened data keys by version, and why others are missing.
#[derive(Default)]
pub struct DataKeys {
    keys: BTreeMap<u64, Arc<Secret>>,
    missing: BTreeMap<u64, String>,
}

impl DataKeys {
    /// Adds a key.
    pub fn insert(&mut self, version: u64, key: Arc<Secret>) {
        self.keys.insert(version, key);
    }

    /// Says why there is no key of a version, for the log.
    pub fn miss(&mut self, version: u64, cause: String) {
        self.missing.insert(version, cause);
    }

    /// Opens a seal with the key of its version.
    ///
    /// # Errors
    /// Where the seal doesn't open or its key isn't there: with record and field.
    pub fn open(&self, place: Place<'_>, text: &str) -> Result<Vec<u8>> {
        let wanted = version(text).map_err(|_| place.broken("isn't one"))?;
        match self.keys.get(&wanted) {
            Some(key) => open(key, place, text),
            None => Err(place.broken(&format!("has no key: {}", self.missing.get(&wanted).map_or("not asked for", String::as_str)))),
        }
    }
}

/// Opens every seal of a record; the seals stay beside the values.
///
/// # Errors
/// Where a seal doesn't open or its key isn't there.
pub fn open_all(value: &mut Value, keys: &DataKeys, organization: OrganizationId, record: &str) -> Result<()> {
    rewrite(value, "", &mut |field, marker| {
        let place = Place { organization, record, field };
        // A value that lies there readable was put there by somebody else: the commit seals every one.
        let Some(seal) = marker.get(SEALED) else { return Err(place.broken("is missing")) };
        let clear = keys.open(place, seal.as_str().unwrap_or_default())?;
        marker.insert(CLEAR.into(), serde_json::from_slice(&clear).map_err(|_| place.broken("holds no JSON"))?);
        Ok(())
    })
}

/// Seals every seal of an older version anew under the current one. Its clear text doesn't leave this function.
///
/// # Errors
/// Where a seal doesn't open, its key isn't there, or the operating system gives no randomness.
pub fn renew_all(
    value: &mut Value,
    keys: &DataKeys,
    (current, key): (u64, &[u8]),
    organization: OrganizationId,
    record: &str,
    random: &dyn Random,
) -> Result<()> {
    rewrite(value, "", &mut |field, marker| {
        let Some(Value::String(text)) = marker.get(SEALED) else { return Ok(()) };
        if version(text)? < current {
            let place = Place { organization, record, field };
            let clear = zeroize::Zeroizing::new(keys.open(place, text)?);
            marker.insert(SEALED.into(), json!(seal(key, current, place, &clear, random)?));
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests;
