//! What the card company's script makes of a card number.

use crate::domain::refusal::Refusal;
use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

/// The longest token that is taken.
const CHARACTERS: usize = 512;

/// A token for a card (トークン): good once, for a few minutes. Wiped when dropped, and never kept.
pub struct CardToken(Zeroizing<String>);

impl CardToken {
    /// Lets the request to the card company read it. Nothing may keep it.
    pub fn with_text<R>(&self, read: impl FnOnce(&str) -> R) -> R {
        read(&self.0)
    }
}

impl std::fmt::Debug for CardToken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("CardToken(…)")
    }
}

impl std::str::FromStr for CardToken {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let fits = (1..=CHARACTERS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        if fits { Ok(Self(Zeroizing::new(text.to_owned()))) } else { Err(Refusal::CardTokenInvalid) }
    }
}

impl<'de> Deserialize<'de> for CardToken {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Zeroizing::new(String::deserialize(deserializer)?).parse().map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for CardToken {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "CardToken".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "minLength": 1, "maxLength": CHARACTERS, "description": "トークン / a token, never a card number" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_printable_bounded_and_hidden() {
        for (text, taken) in [("tok_a1", true), ("", false), ("a b", false), ("トークン", false), ("a\n", false)] {
            assert_eq!(text.parse::<CardToken>().is_ok(), taken, "{text:?}");
        }
        assert!("a".repeat(513).parse::<CardToken>().is_err());
        assert!("himitsu".parse::<CardToken>().is_ok_and(|token| !format!("{token:?}").contains("himitsu")));
    }
}
