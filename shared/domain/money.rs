//! Money: whole yen, never negative.

use super::refusal::Refusal;
use serde::{Deserialize, Deserializer, Serialize};
use std::{fmt, iter::Sum, ops::Add};

/// An amount in yen (円), 0 to 999,999,999,999: what a field of a Zengin file holds, and far from any overflow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Yen(u64);

impl Yen {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The largest amount that is accepted.
    pub const MAX: Self = Self(999_999_999_999);

    /// An amount within the range.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`] above [`Yen::MAX`].
    pub const fn new(yen: u64) -> Result<Self, Refusal> {
        if yen <= Self::MAX.0 { Ok(Self(yen)) } else { Err(Refusal::AmountOutOfRange) }
    }

    /// The number of yen.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The difference, not below nothing.
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

// Sums stay far below u64::MAX: a claim has at most 200 lines of at most MAX each.
impl Add for Yen {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sum for Yen {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Yen {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl<'de> Deserialize<'de> for Yen {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(u64::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for Yen {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Yen".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "minimum": 0, "maximum": Self::MAX.0, "description": "円 / whole yen" })
    }
}
