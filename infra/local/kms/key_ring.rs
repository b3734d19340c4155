//! The keys and aliases, and the file they live in.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use aws_lc_rs::rand::{SystemRandom, fill};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

use super::refusal::Refusal;
use super::{ACCOUNT, REGION};
use crate::durable;

/// What a key is for; it decides its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum KeyUsage {
    /// AES-256-GCM.
    EncryptDecrypt,
    /// ECDSA over P-256 with SHA-256.
    SignVerify,
}

/// Whether a key can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyState {
    /// It can be used.
    Enabled,
    /// It can't, until someone enables it.
    Disabled,
    /// It can't, and its material goes at this moment (seconds since 1970).
    PendingDeletion(i64),
}

/// The secret itself: 32 bytes, or a private key in PKCS#8.
#[derive(Clone)]
pub struct Material(Zeroizing<Vec<u8>>);

impl Material {
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Material {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Material(…)")
    }
}

impl Serialize for Material {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&Zeroizing::new(STANDARD.encode(&*self.0)))
    }
}

impl<'de> Deserialize<'de> for Material {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        // The decoder's own error would quote a byte of the secret.
        let bytes = STANDARD.decode(text.as_bytes()).map_err(|_| serde::de::Error::custom("key material is not base64"))?;
        Ok(Self(Zeroizing::new(bytes)))
    }
}

/// One key and what is known about it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Key {
    pub id: String,
    pub usage: KeyUsage,
    pub state: KeyState,
    pub created: i64,
    pub description: String,
    pub tags: BTreeMap<String, String>,
    pub material: Material,
}

impl Key {
    /// A new key with fresh material.
    pub fn generate(usage: KeyUsage, description: String, tags: BTreeMap<String, String>, now: i64) -> Result<Self, Refusal> {
        let failed = |_| Refusal::internal("the system gave no random bytes");
        let material = match usage {
            KeyUsage::EncryptDecrypt => {
                let mut bytes = Zeroizing::new(vec![0; 32]);
                fill(&mut bytes).map_err(failed)?;
                bytes
            }
            KeyUsage::SignVerify => {
                let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &SystemRandom::new()).map_err(failed)?;
                Zeroizing::new(document.as_ref().to_vec())
            }
        };
        let id = random_uuid()?;
        Ok(Self { id, usage, state: KeyState::Enabled, created: now, description, tags, material: Material(material) })
    }

    pub fn arn(&self) -> String {
        format!("arn:aws:kms:{REGION}:{ACCOUNT}:key/{}", self.id)
    }

    /// Refuses unless the key can be used now, and for this.
    pub fn usable_for(&self, usage: KeyUsage) -> Result<&Self, Refusal> {
        match self.state {
            KeyState::PendingDeletion(_) => Err(Refusal::pending_deletion(&self.arn())),
            KeyState::Disabled => Err(Refusal::disabled(&self.arn())),
            KeyState::Enabled if self.usage != usage => Err(Refusal::wrong_usage(&self.arn())),
            KeyState::Enabled => Ok(self),
        }
    }

    /// Refuses when the key is on its way out: nothing but a look at it is then allowed.
    pub fn staying(&mut self) -> Result<&mut Self, Refusal> {
        if matches!(self.state, KeyState::PendingDeletion(_)) {
            return Err(Refusal::pending_deletion(&self.arn()));
        }
        Ok(self)
    }

    pub fn key_pair(&self) -> Result<EcdsaKeyPair, Refusal> {
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, self.material.bytes())
            .map_err(|_| Refusal::internal("the key is damaged"))
    }

    fn is_gone(&self, now: i64) -> bool {
        matches!(self.state, KeyState::PendingDeletion(at) if at <= now)
    }
}

/// All keys by id, and which alias stands for which.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct KeyRing {
    pub keys: BTreeMap<String, Key>,
    pub aliases: BTreeMap<String, String>,
}

impl KeyRing {
    /// Reads the file; a file that isn't there holds no keys.
    pub fn read(path: &Path) -> std::io::Result<Self> {
        match fs::read(path) {
            Ok(bytes) => Ok(serde_json::from_slice(&Zeroizing::new(bytes))?),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error),
        }
    }

    pub fn write(&self, path: &Path) -> std::io::Result<()> {
        let bytes = Zeroizing::new(serde_json::to_vec_pretty(self)?);
        durable::replace(path, &bytes, durable::OWNER_ONLY)
    }

    /// Drops the keys whose waiting time is over, with their aliases.
    pub fn purge(&mut self, now: i64) {
        self.keys.retain(|_, key| !key.is_gone(now));
        self.aliases.retain(|_, id| self.keys.contains_key(id));
    }

    /// Finds a key by id, ARN, alias or alias ARN.
    pub fn find(&self, name: &str, now: i64) -> Result<&Key, Refusal> {
        let key = self.keys.get(self.id_of(name)).filter(|key| !key.is_gone(now));
        key.ok_or_else(|| Refusal::unknown_key(name))
    }

    pub fn find_mut(&mut self, name: &str, now: i64) -> Result<&mut Key, Refusal> {
        let id = self.id_of(name).to_owned();
        let key = self.keys.get_mut(&id).filter(|key| !key.is_gone(now));
        key.ok_or_else(|| Refusal::unknown_key(name))
    }

    fn id_of<'a>(&'a self, name: &'a str) -> &'a str {
        let prefix = format!("arn:aws:kms:{REGION}:{ACCOUNT}:");
        let name = name.strip_prefix(&prefix).unwrap_or(name);
        match self.aliases.get(name) {
            Some(id) => id,
            None => name.strip_prefix("key/").unwrap_or(name),
        }
    }
}

/// A version 4 UUID.
pub fn random_uuid() -> Result<String, Refusal> {
    let mut bytes = [0_u8; 16];
    fill(&mut bytes).map_err(|_| Refusal::internal("the system gave no random bytes"))?;
    let number = u128::from_be_bytes(bytes);
    let versioned = (number & !(0xf000_u128 << 64) & !(0xc000_u128 << 48)) | (0x4000_u128 << 64) | (0x8000_u128 << 48);
    let digits = format!("{versioned:032x}");
    let groups = [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)];
    Ok(groups.map(|(from, to)| digits.get(from..to).unwrap_or_default()).join("-"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn a_uuid_has_its_version_and_variant() {
        for _ in 0..64 {
            let id = random_uuid().unwrap();
            assert_eq!(id.len(), 36);
            assert_eq!(id.as_bytes()[14], b'4', "{id}");
            assert!(matches!(id.as_bytes()[19], b'8' | b'9' | b'a' | b'b'), "{id}");
        }
    }

    #[test]
    fn a_key_whose_time_has_come_is_gone_before_anything_purges_it() {
        let mut ring = KeyRing::default();
        let mut key = Key::generate(KeyUsage::EncryptDecrypt, String::new(), BTreeMap::new(), 0).unwrap();
        key.state = KeyState::PendingDeletion(100);
        let id = key.id.clone();
        ring.keys.insert(id.clone(), key);
        ring.aliases.insert("alias/claims".to_owned(), id.clone());
        assert!(ring.find("alias/claims", 99).is_ok());
        assert_eq!(ring.find(&id, 100).unwrap_err().exception(), "NotFoundException");
        ring.purge(100);
        assert!(ring.keys.is_empty() && ring.aliases.is_empty());
    }

    #[test]
    fn debug_output_shows_no_material() {
        let key = Key::generate(KeyUsage::EncryptDecrypt, String::new(), BTreeMap::new(), 0).unwrap();
        let shown = format!("{key:?}");
        assert!(shown.contains("Material(…)"));
        assert!(!shown.contains(&STANDARD.encode(key.material.bytes())));
    }
}
