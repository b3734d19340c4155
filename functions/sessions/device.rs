//! The cookie by which a device is known. It holds a token for each account that signed in from it, up to four.

use super::cookie;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use shared::admit::DEVICE_COOKIE;
use shared::domain::device::DEVICE_DAYS;
use shared::seal::sha256;

/// How many accounts a device is known to at once.
const TOKENS: usize = 4;

/// The secrets in the cookie, the newest last.
pub struct DeviceTokens(Vec<String>);

impl DeviceTokens {
    /// Reads the cookie; what can't be a token is left out.
    #[must_use]
    pub fn read(cookie: Option<&str>) -> Self {
        let is_token = |text: &&str| URL_SAFE_NO_PAD.decode(text).is_ok_and(|bytes| bytes.len() == 32);
        Self(cookie.unwrap_or_default().split('.').filter(is_token).take(TOKENS).map(str::to_owned).collect())
    }

    /// The hashes that the store may keep.
    #[must_use]
    pub fn hashes(&self) -> Vec<String> {
        self.0.iter().map(|secret| hash(secret)).collect()
    }

    /// With a new secret in place of the one that was known, and its hash.
    #[must_use]
    pub fn renewed(&self, known: Option<&str>, secret: [u8; 32]) -> (Self, String) {
        let mut secrets: Vec<String> = self.0.iter().filter(|secret| Some(hash(secret).as_str()) != known).cloned().collect();
        if secrets.len() >= TOKENS {
            secrets.drain(..=secrets.len() - TOKENS);
        }
        let secret = URL_SAFE_NO_PAD.encode(secret);
        let renewed = hash(&secret);
        secrets.push(secret);
        (Self(secrets), renewed)
    }

    /// The cookie, for as long as a device is known.
    #[must_use]
    pub fn cookie(&self) -> String {
        cookie(DEVICE_COOKIE, &self.0.join("."), DEVICE_DAYS * 86_400)
    }
}

fn hash(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(sha256(secret.as_bytes()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn value(tokens: &DeviceTokens) -> String {
        tokens.cookie().strip_prefix("__Host-device=").unwrap().split(';').next().unwrap().to_owned()
    }

    #[test]
    fn a_token_is_renewed_and_the_others_stay() {
        let (first, first_hash) = DeviceTokens::read(None).renewed(None, [1; 32]);
        let (both, second_hash) = DeviceTokens::read(Some(&value(&first))).renewed(None, [2; 32]);
        assert_eq!(both.hashes(), [first_hash.clone(), second_hash.clone()]);
        let (renewed, third_hash) = DeviceTokens::read(Some(&value(&both))).renewed(Some(&first_hash), [3; 32]);
        assert_eq!(renewed.hashes(), [second_hash, third_hash]);
    }

    #[test]
    fn at_most_four_are_kept_and_nonsense_is_none() {
        let tokens = (0..9).fold(DeviceTokens::read(None), |tokens, number| tokens.renewed(None, [number; 32]).0);
        assert_eq!(tokens.hashes().len(), TOKENS);
        assert!(DeviceTokens::read(Some("a.b..c")).hashes().is_empty());
        assert!(tokens.cookie().contains("HttpOnly; SameSite=Strict; Max-Age=15552000"));
    }
}
