//! Bank accounts that payouts go to (振込先口座), valid for a Zengin transfer file by construction.

use super::refusal::Refusal;
use serde::{Deserialize, Deserializer, Serialize};
use std::{fmt, str::FromStr};
use unicode_normalization::UnicodeNormalization;

/// The half-width places that a transfer file has for the account holder (受取人名).
pub const HOLDER_PLACES_MAXIMUM: usize = 30;

/// Exactly `LENGTH` ASCII digits, leading zeros included.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Digits<const LENGTH: usize>(String);

impl<const LENGTH: usize> Digits<LENGTH> {
    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const LENGTH: usize> FromStr for Digits<LENGTH> {
    type Err = Refusal;
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let sound = text.len() == LENGTH && text.bytes().all(|byte| byte.is_ascii_digit());
        if sound { Ok(Self(text.to_owned())) } else { Err(Refusal::DigitsInvalid(LENGTH)) }
    }
}

/// An account holder in kana (口座名義カナ): full-width katakana, A–Z, digits, space and `（ ） ． －`, at most 30 places when written
/// half-width, where a voiced mark takes a place of its own.
///
/// Half-width kana and full-width letters are taken and folded (NFKC), small letters raised. Small kana stay as they are written;
/// the transfer file raises them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct HolderKana(String);

impl HolderKana {
    /// The folded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for HolderKana {
    type Err = Refusal;
    fn from_str(text: &str) -> Result<Self, Refusal> {
        // Before it is folded, so that a huge text costs nothing: no character becomes less than a third of its bytes.
        if text.len() > HOLDER_PLACES_MAXIMUM * 12 {
            return Err(Refusal::HolderKanaTooLong(HOLDER_PLACES_MAXIMUM));
        }
        let folded: String = text.trim().nfkc().flat_map(char::to_uppercase).collect();
        let folded = folded.replace(['−', '‐', '–', '—'], "-");
        let mut places = 0;
        for character in folded.chars() {
            places += half_width_places(character).ok_or(Refusal::HolderKanaInvalid)?;
        }
        match places {
            0 => Err(Refusal::TextEmpty),
            1..=HOLDER_PLACES_MAXIMUM => Ok(Self(folded)),
            _ => Err(Refusal::HolderKanaTooLong(HOLDER_PLACES_MAXIMUM)),
        }
    }
}

/// The half-width places of a character: 1, or 2 with a voiced mark; none where it has no place in a transfer file.
fn half_width_places(character: char) -> Option<usize> {
    match character {
        'A'..='Z' | '0'..='9' | ' ' | '(' | ')' | '.' | '-' | 'ー' => Some(1),
        // JIS X 0201 has no ヰ, ヱ, ヮ and none of the characters after ヴ.
        'ヰ' | 'ヱ' | 'ヮ' => None,
        'ァ'..='ヴ' => Some(character.to_string().nfd().count()),
        _ => None,
    }
}

macro_rules! text {
    ([$($generics:tt)*] $type:ty, $name:expr, $schema:tt) => {
        impl<'de, $($generics)*> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                std::borrow::Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
        impl<$($generics)*> fmt::Debug for $type {
            // An account is personal.
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("…")
            }
        }
        impl<$($generics)*> schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!($schema)
            }
        }
    };
}

text!([const LENGTH: usize] Digits<LENGTH>, format!("Digits{LENGTH}"), { "type": "string", "pattern": format!("^[0-9]{{{LENGTH}}}$") });
text!([] HolderKana, "HolderKana", { "type": "string", "minLength": 1, "description": "口座名義カナ" });

/// The kind of an account (預金種目).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BankAccountKind {
    /// 普通.
    Ordinary,
    /// 当座.
    Current,
    /// 貯蓄.
    Savings,
}

impl BankAccountKind {
    /// Its digit in a transfer file (requirements, Money).
    #[must_use]
    pub const fn zengin_digit(self) -> u8 {
        match self {
            Self::Ordinary => 1,
            Self::Current => 2,
            Self::Savings => 4,
        }
    }

    /// The Japanese name.
    #[must_use]
    pub const fn label_ja(self) -> &'static str {
        match self {
            Self::Ordinary => "普通",
            Self::Current => "当座",
            Self::Savings => "貯蓄",
        }
    }
}

/// A bank account; Debug output doesn't show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BankAccount {
    /// 銀行コード.
    pub bank_code: Digits<4>,
    /// 支店コード.
    pub branch_code: Digits<3>,
    /// 預金種目.
    pub kind: BankAccountKind,
    /// 口座番号, with leading zeros.
    pub number: Digits<7>,
    /// 口座名義カナ.
    pub holder_kana: HolderKana,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn holders_are_folded_and_measured_in_half_width_places() {
        for (text, expected) in [
            ("ヤマダ　タロウ", Ok("ヤマダ タロウ")),
            ("ﾔﾏﾀﾞ ﾀﾛｳ", Ok("ヤマダ タロウ")),
            ("カ）ペットホケン", Ok("カ)ペットホケン")),
            ("ａｂｃ－１２．ジャー", Ok("ABC-12.ジャー")),
            ("ヴィ−ナス", Ok("ヴィ-ナス")),
            (" ", Err(Refusal::TextEmpty)),
            ("山田", Err(Refusal::HolderKanaInvalid)),
            ("やまだ", Err(Refusal::HolderKanaInvalid)),
            ("ヱビス", Err(Refusal::HolderKanaInvalid)),
            ("ヤマダ&", Err(Refusal::HolderKanaInvalid)),
            ("ヤマダ・タロウ", Err(Refusal::HolderKanaInvalid)),
            ("ヤ\u{1b}", Err(Refusal::HolderKanaInvalid)),
        ] {
            assert_eq!(text.parse::<HolderKana>().as_ref().map(HolderKana::as_str), expected.as_ref().copied(), "{text}");
        }
        assert!("ガ".repeat(15).parse::<HolderKana>().is_ok());
        assert_eq!(format!("{}ア", "ガ".repeat(15)).parse::<HolderKana>(), Err(Refusal::HolderKanaTooLong(30)));
        assert_eq!("ア".repeat(100_000).parse::<HolderKana>(), Err(Refusal::HolderKanaTooLong(30)));
    }

    #[test]
    fn an_account_is_read_whole_and_never_shown() {
        let text = json!({ "bank_code": "0001", "branch_code": "001", "kind": "savings", "number": "0123456", "holder_kana": "ヤマダ" });
        let account: BankAccount = serde_json::from_value(text.clone()).unwrap();
        assert_eq!(serde_json::to_value(&account).unwrap(), text);
        assert_eq!(account.kind.zengin_digit(), 4);
        assert!(!format!("{account:?}").contains("0123456"));
        for (field, wrong) in [("bank_code", "001"), ("branch_code", "00a"), ("number", "１２３４５６７"), ("number", "12345678")] {
            let mut changed = text.clone();
            changed[field] = wrong.into();
            let error = serde_json::from_value::<BankAccount>(changed).unwrap_err().to_string();
            assert!(error.contains("digits_invalid:"), "{error}");
        }
    }
}
