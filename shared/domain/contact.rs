//! How to reach and write a person: reading (カナ), phone, postal code.

use super::refusal::Refusal;
use super::text::Line;
use serde::{Deserialize, Deserializer, Serialize};
use std::str::FromStr;
use unicode_normalization::UnicodeNormalization;

macro_rules! checked_text {
    ($(#[$doc:meta])* $name:ident, $schema:tt) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub struct $name(String);

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(concat!(stringify!($name), "(…)"))
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                std::borrow::Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!($schema)
            }
        }
    };
}

checked_text!(
    /// The reading of a name (カナ): 1–100 kana, Latin letters or spaces, kept in full-width katakana.
    Kana,
    { "type": "string", "minLength": 1, "maxLength": 100 }
);
checked_text!(
    /// A phone number (電話番号): 10 or 11 digits, or 8–15 after `+`; kept as entered in half width.
    Phone,
    { "type": "string", "maxLength": 20 }
);
checked_text!(
    /// A postal code (郵便番号): seven digits, kept without the hyphen.
    PostalCode,
    { "type": "string", "pattern": "^[0-9]{3}-?[0-9]{4}$" }
);

impl FromStr for Kana {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let line: Line<100> = text.parse()?;
        let kana: String = line.as_str().nfkc().map(to_katakana).collect();
        let allowed =
            |character: char| matches!(character, 'ァ'..='ヺ' | 'ー' | '・' | ' ' | '\'' | '.' | '-') || character.is_ascii_alphanumeric();
        if kana.chars().all(allowed) { Ok(Self(kana)) } else { Err(Refusal::KanaInvalid) }
    }
}

fn to_katakana(character: char) -> char {
    match character {
        'ぁ'..='ゖ' => char::from_u32(u32::from(character) + 0x60).unwrap_or(character),
        _ => character,
    }
}

impl FromStr for Phone {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let text: String =
            text.trim().nfkc().map(|character| if matches!(character, '−' | '‐' | 'ー') { '-' } else { character }).collect();
        let (international, rest) = text.strip_prefix('+').map_or((false, text.as_str()), |rest| (true, rest));
        let digits = rest.chars().filter(char::is_ascii_digit).count();
        let shaped = text.len() <= 20 && rest.chars().all(|character| character.is_ascii_digit() || "-() ".contains(character));
        let counted = if international { (8..=15).contains(&digits) } else { (10..=11).contains(&digits) && rest.starts_with(['0', '(']) };
        if shaped && counted { Ok(Self(text)) } else { Err(Refusal::PhoneInvalid) }
    }
}

impl FromStr for PostalCode {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let text: String = text.trim().nfkc().filter(|character| !matches!(character, '-' | '−' | '‐' | 'ー')).collect();
        if text.len() == 7 && text.bytes().all(|byte| byte.is_ascii_digit()) { Ok(Self(text)) } else { Err(Refusal::PostalCodeInvalid) }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn kana_of_any_width_becomes_full_width_katakana() {
        for text in ["やまだ たろう", "ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ　タロウ"] {
            assert_eq!(text.parse::<Kana>().unwrap().as_str(), "ヤマダ タロウ");
        }
        assert_eq!("山田".parse::<Kana>(), Err(Refusal::KanaInvalid));
    }

    #[test]
    fn phones_and_postal_codes() {
        for text in ["03-1234-5678", "０９０１２３４５６７８", "+81 3 1234 5678", "(03)1234-5678"] {
            assert!(text.parse::<Phone>().is_ok(), "{text}");
        }
        for text in ["", "123", "1-1234-56789", "03-1234-567a", "0312345678901"] {
            assert!(text.parse::<Phone>().is_err(), "{text}");
        }
        assert_eq!("１００－０００１".parse::<PostalCode>().unwrap().as_str(), "1000001");
        assert!("100-000".parse::<PostalCode>().is_err());
    }
}
