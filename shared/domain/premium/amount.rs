//! The amount of a premium.

use crate::domain::money::Yen;
use crate::domain::refusal::Refusal;
use serde::{Deserialize, Deserializer, Serialize};

/// The most that one charge of a card can be: seven digits.
pub const PREMIUM_YEN_MAXIMUM: u32 = 9_999_999;

/// What is charged at once, in yen: 1 to 9,999,999 (保険料).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct PremiumAmount(u32);

impl PremiumAmount {
    /// An amount within the range.
    ///
    /// # Errors
    /// [`Refusal::PremiumOutOfRange`] outside 1 to 9,999,999.
    pub const fn new(yen: u32) -> Result<Self, Refusal> {
        if yen >= 1 && yen <= PREMIUM_YEN_MAXIMUM { Ok(Self(yen)) } else { Err(Refusal::PremiumOutOfRange(PREMIUM_YEN_MAXIMUM as usize)) }
    }

    /// The number of yen.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }

    /// The amount as money.
    #[must_use]
    pub fn yen(self) -> Yen {
        Yen::new(u64::from(self.0)).unwrap_or(Yen::MAX)
    }

    /// What is left after a refund; nothing where all of it goes back.
    ///
    /// # Errors
    /// [`Refusal::RefundTooLarge`] where more is to go back than there is.
    pub const fn less(self, refund: Self) -> Result<Option<Self>, Refusal> {
        match self.0.checked_sub(refund.0) {
            Some(0) => Ok(None),
            Some(rest) => Ok(Some(Self(rest))),
            None => Err(Refusal::RefundTooLarge),
        }
    }
}

impl<'de> Deserialize<'de> for PremiumAmount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Read wide, so that ten million is refused by this rule and not as a number that has no room.
        let yen = u64::deserialize(deserializer)?;
        Self::new(u32::try_from(yen).unwrap_or(u32::MAX)).map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for PremiumAmount {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PremiumAmount".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "minimum": 1, "maximum": PREMIUM_YEN_MAXIMUM, "description": "保険料 (円)" })
    }
}
