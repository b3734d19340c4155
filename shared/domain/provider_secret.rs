//! A secret that a provider has issued to us (外部サービスの秘密), as an operator enters it: an API key, or the key of its signatures.

use super::refusal::Refusal;
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use zeroize::Zeroizing;

/// The fewest and the most characters: what is shorter is a slip of the hand, what is longer no key.
pub const CHARACTERS: std::ops::RangeInclusive<usize> = 16..=200;

/// The secret. It is never shown, and wiped when it goes.
#[derive(Clone)]
pub struct ProviderSecret(Zeroizing<String>);

impl ProviderSecret {
    /// Its bytes, to be wrapped.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl std::fmt::Debug for ProviderSecret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ProviderSecret(…)")
    }
}

impl std::str::FromStr for ProviderSecret {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let text = text.trim();
        let fits = CHARACTERS.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        if fits { Ok(Self(Zeroizing::new(text.to_owned()))) } else { Err(Refusal::ProviderSecretInvalid) }
    }
}

impl<'de> Deserialize<'de> for ProviderSecret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Zeroizing::new(String::deserialize(deserializer)?).parse().map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for ProviderSecret {
    fn schema_name() -> Cow<'static, str> {
        "ProviderSecret".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "password", "minLength": CHARACTERS.start(), "maxLength": CHARACTERS.end() })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_secret_is_one_word_of_a_fitting_length_and_hides_itself() {
        let longest = "k".repeat(200);
        for good in ["0123456789abcdef", " key-0123456789abcdef\n", &longest] {
            let secret: ProviderSecret = good.parse().unwrap();
            assert_eq!(secret.bytes(), good.trim().as_bytes());
            assert_eq!(format!("{secret:?}"), "ProviderSecret(…)");
        }
        let too_long = "k".repeat(201);
        for bad in ["", "0123456789abcde", "0123456789 abcdef", "0123456789\u{7}abcdef", "鍵鍵鍵鍵鍵鍵鍵鍵鍵鍵鍵鍵鍵鍵鍵鍵", &too_long]
        {
            assert_eq!(bad.parse::<ProviderSecret>().unwrap_err(), Refusal::ProviderSecretInvalid, "{bad:?}");
        }
    }
}
