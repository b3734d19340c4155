//! Operators (運営者): who they are, and what takes two of them.

use super::refusal::Refusal;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// How many characters the name of a session has (AWS STS, `RoleSessionName`).
const NAME_CHARACTERS: std::ops::RangeInclusive<usize> = 2..=64;

/// An operator: the name of a session in the operators' role. That one person bears one name, and no other, is what the
/// role's trust policy must see to; see `adapters/sts.rs`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Operator(String);

impl Operator {
    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }

    /// Whether this is the same person. Names that differ in case alone are one: a directory may write them either way.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl FromStr for Operator {
    type Err = Refusal;
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
        let is_name = NAME_CHARACTERS.contains(&text.len()) && text.bytes().all(allowed);
        if is_name { Ok(Self(text.to_owned())) } else { Err(Refusal::OperatorInvalid) }
    }
}

impl TryFrom<String> for Operator {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        text.parse()
    }
}

impl From<Operator> for String {
    fn from(operator: Operator) -> Self {
        operator.0
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The two who stand behind an operation that none may do alone (WP15): one asked for it, another confirmed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Countersigned {
    requested_by: Operator,
    confirmed_by: Operator,
}

impl Countersigned {
    /// The two.
    ///
    /// # Errors
    /// [`Refusal::OperatorsSame`] where they are one person.
    pub fn new(requested_by: Operator, confirmed_by: Operator) -> Result<Self, Refusal> {
        if requested_by.is(&confirmed_by) { Err(Refusal::OperatorsSame) } else { Ok(Self { requested_by, confirmed_by }) }
    }

    /// Who asked for it.
    #[must_use]
    pub const fn requested_by(&self) -> &Operator {
        &self.requested_by
    }

    /// Who confirmed it.
    #[must_use]
    pub const fn confirmed_by(&self) -> &Operator {
        &self.confirmed_by
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_name_is_that_of_a_session() {
        let longest = "a".repeat(64);
        for name in ["alice", "hanako.suzuki@example.jp", "a+b=c,d-e_f", "al", &longest] {
            assert_eq!(name.parse::<Operator>().unwrap().name(), name);
        }
        let too_long = "a".repeat(65);
        for name in ["", "a", "alice/bob", "al ice", "花子", "alice\n", &too_long] {
            assert_eq!(name.parse::<Operator>(), Err(Refusal::OperatorInvalid), "{name:?}");
        }
    }

    #[test]
    fn it_takes_two_people() {
        let table = [
            ("alice", "bob", true),
            ("bob", "alice", true),
            ("alice", "alice", false),
            ("alice", "Alice", false),
            ("ALICE@example.jp", "alice@EXAMPLE.jp", false),
            ("alice", "alice2", true),
        ];
        for (one, other, two) in table {
            let signed = Countersigned::new(one.parse().unwrap(), other.parse().unwrap());
            match signed {
                Ok(signed) => assert!(two && (signed.requested_by().name(), signed.confirmed_by().name()) == (one, other), "{one} {other}"),
                Err(refusal) => assert!(!two && refusal == Refusal::OperatorsSame, "{one} {other}"),
            }
        }
    }

    #[test]
    fn what_is_stored_is_checked_when_it_is_read() {
        assert_eq!(serde_json::to_value("bob".parse::<Operator>().unwrap()).unwrap(), "bob");
        assert!(serde_json::from_value::<Operator>("a/b".into()).is_err());
    }
}
