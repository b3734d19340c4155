//! The signature under what a mail provider abroad tells of mail (配信通知の署名): HMAC-SHA256 over the time and a token that is
//! used once.

use super::time::{Timestamp, in_japan};
use aws_lc_rs::hmac;
use chrono::TimeDelta;
use data_encoding::HEXLOWER_PERMISSIVE;
use schemars::JsonSchema;
use serde::Deserialize;

/// For how many minutes a signature holds, to either side: the provider's clock isn't ours.
pub const FRESH_MINUTES: i64 = 5;
/// The longest token, in characters; a real one has 50.
const TOKEN_CHARACTERS: usize = 100;

/// The signature as it comes.
#[derive(Deserialize, JsonSchema)]
pub struct MailSignature {
    /// When it was made, in seconds since 1970.
    pub timestamp: String,
    /// A random text, used once.
    pub token: String,
    /// HMAC-SHA256 of both under the provider's signing key, hexadecimal.
    pub signature: String,
}

/// Why a signature isn't taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureFault {
    /// 不正: it isn't the provider's.
    Forged,
    /// 期限切れ: it was made more than minutes ago, or lies ahead.
    Stale,
}

impl SignatureFault {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Forged => "mail_event_forged",
            Self::Stale => "mail_event_stale",
        }
    }
}

impl MailSignature {
    /// Checks the signature, in constant time, and then its age. That its token wasn't used before is for the store to say.
    ///
    /// # Errors
    /// Why it isn't taken.
    pub fn check(&self, key: &[u8], now: Timestamp) -> Result<(), SignatureFault> {
        let tag = HEXLOWER_PERMISSIVE.decode(self.signature.as_bytes()).map_err(|_| SignatureFault::Forged)?;
        let signed = [self.timestamp.as_bytes(), self.token.as_bytes()].concat();
        let key = hmac::Key::new(hmac::HMAC_SHA256, key);
        if !(1..=TOKEN_CHARACTERS).contains(&self.token.len()) || hmac::verify(&key, &signed, &tag).is_err() {
            return Err(SignatureFault::Forged);
        }
        let made_at = self.timestamp.parse().ok().and_then(|seconds| chrono::DateTime::from_timestamp(seconds, 0));
        match made_at {
            Some(made_at) if (now - in_japan(made_at)).abs() <= TimeDelta::minutes(FRESH_MINUTES) => Ok(()),
            _ => Err(SignatureFault::Stale),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use SignatureFault::{Forged, Stale};
    use proptest::prelude::*;

    // Time, token and signature as the provider's documentation shows them; the key is one of our own, and what `openssl dgst
    // -sha256 -hmac KEY` makes of time and token with it.
    const KEY: &[u8] = b"key-3ax6xnjp29jd6fds4gc373sgvjxteol0";
    const TIMESTAMP: &str = "1529006854";
    const TOKEN: &str = "a8ce0edb2dd8301dee6c2405235584e45aa91d1e9f979f3de0";
    const SIGNATURE: &str = "b63c0701c4f4b614f272106a1b367c5c3369bcdca664ae73ebd52787e45eef07";

    fn check(timestamp: &str, token: &str, signature: &str, key: &[u8], seconds: i64) -> Result<(), SignatureFault> {
        let given = MailSignature { timestamp: timestamp.into(), token: token.into(), signature: signature.into() };
        given.check(key, in_japan(chrono::DateTime::from_timestamp(1_529_006_854 + seconds, 0).unwrap()))
    }

    #[test]
    fn only_what_the_provider_signed_just_now_is_taken() {
        let other = SIGNATURE.replacen(&SIGNATURE[..1], if SIGNATURE.starts_with('0') { "1" } else { "0" }, 1);
        let moved = format!("4{TOKEN}");
        let table = [
            ("as it comes", TIMESTAMP, TOKEN, SIGNATURE.to_owned(), KEY, 0, Ok(())),
            ("in capitals", TIMESTAMP, TOKEN, SIGNATURE.to_uppercase(), KEY, 0, Ok(())),
            ("five minutes old", TIMESTAMP, TOKEN, SIGNATURE.to_owned(), KEY, 300, Ok(())),
            ("five minutes ahead", TIMESTAMP, TOKEN, SIGNATURE.to_owned(), KEY, -300, Ok(())),
            ("older", TIMESTAMP, TOKEN, SIGNATURE.to_owned(), KEY, 301, Err(Stale)),
            ("further ahead", TIMESTAMP, TOKEN, SIGNATURE.to_owned(), KEY, -301, Err(Stale)),
            ("another time", "1529006855", TOKEN, SIGNATURE.to_owned(), KEY, 0, Err(Forged)),
            ("another token", TIMESTAMP, "a8ce", SIGNATURE.to_owned(), KEY, 0, Err(Forged)),
            ("one moved between both", "152900685", moved.as_str(), SIGNATURE.to_owned(), KEY, 0, Err(Stale)),
            ("another signature", TIMESTAMP, TOKEN, other, KEY, 0, Err(Forged)),
            ("half of it", TIMESTAMP, TOKEN, SIGNATURE[..32].to_owned(), KEY, 0, Err(Forged)),
            ("none", TIMESTAMP, TOKEN, String::new(), KEY, 0, Err(Forged)),
            ("not hexadecimal", TIMESTAMP, TOKEN, "zz".repeat(32), KEY, 0, Err(Forged)),
            ("another key", TIMESTAMP, TOKEN, SIGNATURE.to_owned(), &KEY[1..], 0, Err(Forged)),
        ];
        for (case, timestamp, token, signature, key, seconds, expected) in table {
            assert_eq!(check(timestamp, token, &signature, key, seconds), expected, "{case}");
        }
    }

    proptest! {
        #[test]
        fn whatever_comes_is_refused_without_the_key(timestamp in "[0-9]{0,12}", token in ".{0,120}", signature in "[0-9a-f]{64}") {
            prop_assert_eq!(check(&timestamp, &token, &signature, KEY, 0), Err(Forged));
        }
    }
}
