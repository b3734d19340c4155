//! What a product says about premiums that aren't paid.

use crate::domain::refusal::{FieldRefusal, Refusal};
use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// The longest grace in months.
pub const GRACE_MONTHS_MAXIMUM: u8 = 6;

/// What a product says about premiums that aren't paid (保険料の払込に関する規定).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PremiumRules {
    /// 払込猶予期間: grace lasts until the end of the month so many months after the due month, 0 to 6; then the policy lapses (失効).
    #[schemars(range(max = 6))]
    pub grace_months: u8,
}

impl Default for PremiumRules {
    // As usual in Japan: until the end of the month after the due month.
    fn default() -> Self {
        Self { grace_months: 1 }
    }
}

impl PremiumRules {
    /// Whether these are the usual rules.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// Every rule that they break; empty where they are sound.
    #[must_use]
    pub fn validate(&self) -> Vec<FieldRefusal> {
        let refusal = Refusal::GraceMonthsOutOfRange(usize::from(GRACE_MONTHS_MAXIMUM));
        (self.grace_months > GRACE_MONTHS_MAXIMUM).then(|| FieldRefusal::new("grace_months", refusal)).into_iter().collect()
    }

    /// The last day of grace for a premium that was due on a day (猶予期間満了日).
    #[must_use]
    pub fn grace_ends_on(&self, due_on: NaiveDate) -> NaiveDate {
        let first = due_on.with_day(1).unwrap_or(due_on);
        let after = first.checked_add_months(Months::new(u32::from(self.grace_months) + 1));
        after.and_then(|day| day.pred_opt()).unwrap_or(due_on)
    }
}
