//! Text that people enter: bounded, without control characters, in Unicode's composed form.

use super::refusal::Refusal;
use serde::{Deserialize, Deserializer, Serialize};
use std::{fmt, str::FromStr};
use unicode_normalization::UnicodeNormalization;

/// One line of 1 to `MAX` characters, trimmed, NFC, without control characters.
///
/// Only NFC, not NFKC: a name is kept as its owner writes it; searching folds width and kana by itself.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Line<const MAX: usize>(String);

/// Several lines, 1 to `MAX` characters in all; line feeds and tabs are the only control characters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Note<const MAX: usize>(String);

fn checked(text: &str, maximum: usize, allowed: fn(char) -> bool) -> Result<String, Refusal> {
    // Refused before it is normalised, so that a huge text costs nothing: composing never makes a text longer than thrice.
    if text.len() > maximum.saturating_mul(16) {
        return Err(Refusal::TextTooLong(maximum));
    }
    if text.chars().any(|character| character.is_control() && !allowed(character)) {
        return Err(Refusal::TextControlCharacter);
    }
    let text: String = text.trim().nfc().collect();
    match text.chars().count() {
        0 => Err(Refusal::TextEmpty),
        length if length > maximum => Err(Refusal::TextTooLong(maximum)),
        _ => Ok(text),
    }
}

macro_rules! text {
    ($name:ident, $allowed:expr) => {
        impl<const MAX: usize> $name<MAX> {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl<const MAX: usize> FromStr for $name<MAX> {
            type Err = Refusal;
            fn from_str(text: &str) -> Result<Self, Refusal> {
                checked(text, MAX, $allowed).map(Self)
            }
        }
        impl<'de, const MAX: usize> Deserialize<'de> for $name<MAX> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                std::borrow::Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
        impl<const MAX: usize> fmt::Debug for $name<MAX> {
            // What people enter is personal more often than not.
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, "{}({} characters)", stringify!($name), self.0.chars().count())
            }
        }
        impl<const MAX: usize> schemars::JsonSchema for $name<MAX> {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                format!("{}{MAX}", stringify!($name)).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "minLength": 1, "maxLength": MAX })
            }
        }
    };
}

text!(Line, |_| false);
text!(Note, |character| matches!(character, '\n' | '\t' | '\r'));

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn bounds_are_counted_in_characters_after_trimming() {
        assert_eq!(" 山田 太郎 ".parse::<Line<5>>().unwrap().as_str(), "山田 太郎");
        assert_eq!("山田 太郎".parse::<Line<4>>(), Err(Refusal::TextTooLong(4)));
        assert_eq!("   ".parse::<Line<4>>(), Err(Refusal::TextEmpty));
    }

    #[test]
    fn control_characters_are_refused_but_a_note_may_break_lines() {
        assert_eq!("a\u{0}b".parse::<Line<9>>(), Err(Refusal::TextControlCharacter));
        assert_eq!("a\nb".parse::<Line<9>>(), Err(Refusal::TextControlCharacter));
        assert!("a\nb".parse::<Note<9>>().is_ok());
        assert_eq!("a\u{1b}b".parse::<Note<9>>(), Err(Refusal::TextControlCharacter));
    }

    #[test]
    fn a_decomposed_voiced_kana_is_composed() {
        assert_eq!("カ\u{3099}".parse::<Line<1>>().unwrap().as_str(), "ガ");
    }
}
