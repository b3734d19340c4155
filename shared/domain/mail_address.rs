//! Mail addresses.

use super::refusal::Refusal;
use serde::{Deserialize, Deserializer, Serialize};
use std::{fmt, str::FromStr};

/// A mail address (メールアドレス): one `@`, a domain with a dot, ASCII, at most 254 characters (RFC 5321), lower case.
///
/// Lower case as a whole: no provider in use tells `A@` from `a@`, and two accounts that differ in case would let one
/// pass for the other.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct MailAddress(String);

impl MailAddress {
    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn local_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(character)
}

fn domain_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(|character| character.is_ascii_alphanumeric() || character == '-')
}

impl FromStr for MailAddress {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(Refusal::MailAddressInvalid)?;
        let valid = text.len() <= 254
            && (1..=64).contains(&local.len())
            && local.chars().all(local_character)
            && domain.contains('.')
            && domain.split('.').all(domain_label);
        if valid { Ok(Self(text.to_ascii_lowercase())) } else { Err(Refusal::MailAddressInvalid) }
    }
}

impl<'de> Deserialize<'de> for MailAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl fmt::Debug for MailAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("MailAddress(…)")
    }
}

impl schemars::JsonSchema for MailAddress {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "MailAddress".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "email", "maxLength": 254 })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn addresses_are_checked_and_lowered() {
        assert_eq!(" Clerk@Demo.Example ".parse::<MailAddress>().unwrap().as_str(), "clerk@demo.example");
        for bad in ["", "a", "@b.c", "a@", "a@b", "a b@c.d", "a@b..c", "a@-b.c", "a@b.c\r\nBcc: d@e.f", "あ@b.c", "a@@b.c"] {
            assert!(bad.parse::<MailAddress>().is_err(), "{bad:?}");
        }
    }
}
