//! Passwords: Argon2id with PHC strings, and what a new one must be.

use crate::domain::refusal::Refusal;
use crate::error::{Error, Result};
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Deserializer};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// The fewest characters of a new password.
pub const MINIMUM_CHARACTERS: usize = 15;
/// The most characters of a password.
pub const MAXIMUM_CHARACTERS: usize = 128;

/// A password as entered, NFKC (so that full width and half width are the same), wiped when dropped.
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

impl Password {
    /// Refuses what a new password must not be. No rules of composition (NIST SP 800-63B, 3.1.1.2).
    ///
    /// # Errors
    /// [`Refusal::PasswordTooShort`].
    pub fn check_new(&self) -> std::result::Result<(), Refusal> {
        if self.0.chars().count() < MINIMUM_CHARACTERS { Err(Refusal::PasswordTooShort) } else { Ok(()) }
    }

    /// Lets a check read the text. Nothing may keep it.
    pub fn with_text<R>(&self, check: impl FnOnce(&str) -> R) -> R {
        check(&self.0)
    }

    fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Password(…)")
    }
}

impl std::str::FromStr for Password {
    type Err = Refusal;

    fn from_str(text: &str) -> std::result::Result<Self, Refusal> {
        if text.len() > MAXIMUM_CHARACTERS * 8 {
            return Err(Refusal::PasswordTooLong);
        }
        let folded: Zeroizing<String> = Zeroizing::new(text.nfkc().collect());
        if folded.chars().count() > MAXIMUM_CHARACTERS { Err(Refusal::PasswordTooLong) } else { Ok(Self(folded)) }
    }
}

impl<'de> Deserialize<'de> for Password {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        Zeroizing::new(String::deserialize(deserializer)?).parse().map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for Password {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Password".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "password", "minLength": MINIMUM_CHARACTERS, "maxLength": MAXIMUM_CHARACTERS })
    }
}

/// What hashing costs. By default 64 MiB and 3 passes; never below OWASP's minimum of 19 MiB and 2 passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes.
    pub passes: u32,
}

impl Cost {
    /// The default: 64 MiB, 3 passes.
    pub const USUAL: Self = Self { memory_kib: 64 * 1024, passes: 3 };
    /// OWASP's minimum: 19 MiB, 2 passes.
    pub const MINIMUM: Self = Self { memory_kib: 19 * 1024, passes: 2 };

    /// This cost, or the minimum where it is below.
    #[must_use]
    pub fn at_least_minimum(self) -> Self {
        Self { memory_kib: self.memory_kib.max(Self::MINIMUM.memory_kib), passes: self.passes.max(Self::MINIMUM.passes) }
    }

    fn hasher(self) -> Result<Argon2<'static>> {
        let params = Params::new(self.memory_kib, self.passes, 1, None).map_err(Error::internal)?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }
}

/// The Argon2id PHC string of a password, with 16 bytes of the operating system's randomness as salt.
///
/// # Errors
/// Where the parameters are refused.
pub fn hash(password: &Password, cost: Cost, salt: [u8; 16]) -> Result<String> {
    let hash: PasswordHash = cost.hasher()?.hash_password_with_salt(password.bytes(), &salt).map_err(Error::internal)?;
    Ok(hash.to_string())
}

/// Whether the password is the one that was hashed.
///
/// # Errors
/// Where the stored string isn't a PHC string.
pub fn verify(password: &Password, stored: &str) -> Result<bool> {
    let stored = PasswordHash::new(stored).map_err(Error::internal)?;
    Ok(Argon2::default().verify_password(password.bytes(), &stored).is_ok())
}

/// Spends the time that verifying would take, for an address that nobody has.
///
/// # Errors
/// Where the parameters are refused.
pub fn spend(password: &Password, cost: Cost) -> Result<()> {
    let mut out = [0_u8; 32];
    cost.hasher()?.hash_password_into(password.bytes(), &[0; 16], &mut out).map_err(Error::internal)?;
    std::hint::black_box(out);
    Ok(())
}

/// Whether a stored string was made at a lower cost than today's, so that it is to be made anew at the next sign-in.
#[must_use]
pub fn is_outdated(stored: &str, cost: Cost) -> bool {
    let parameter = |name: &str| {
        let text = stored.split(['$', ',']).find_map(|part| part.strip_prefix(name))?;
        text.parse::<u32>().ok()
    };
    let present = parameter("m=").zip(parameter("t="));
    present.is_none_or(|(memory_kib, passes)| memory_kib < cost.memory_kib || passes < cost.passes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const LOW: Cost = Cost { memory_kib: 64, passes: 1 };

    #[test]
    fn a_hash_verifies_its_password_alone_in_any_width() {
        let stored = hash(&"ｃｏｒｒｅｃｔ horse".parse().unwrap(), LOW, [5; 16]).unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{stored}");
        assert!(verify(&"correct horse".parse().unwrap(), &stored).unwrap());
        assert!(!verify(&"correct horsf".parse().unwrap(), &stored).unwrap());
    }

    #[test]
    fn bounds_are_counted_in_characters() {
        assert_eq!("あ".repeat(14).parse::<Password>().unwrap().check_new(), Err(Refusal::PasswordTooShort));
        assert_eq!("あ".repeat(15).parse::<Password>().unwrap().check_new(), Ok(()));
        assert!("あ".repeat(128).parse::<Password>().is_ok());
        assert_eq!("あ".repeat(129).parse::<Password>().err(), Some(Refusal::PasswordTooLong));
    }

    #[test]
    fn a_lower_cost_is_outdated_and_never_below_the_minimum() {
        let stored = hash(&"x".parse().unwrap(), LOW, [5; 16]).unwrap();
        assert!(is_outdated(&stored, Cost::MINIMUM));
        assert!(!is_outdated(&stored, LOW));
        assert_eq!(LOW.at_least_minimum(), Cost::MINIMUM);
    }
}
