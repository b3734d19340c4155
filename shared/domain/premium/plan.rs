//! When premiums are due: monthly or yearly from a first day on.

use super::{PremiumAmount, step};
use crate::domain::policy::PolicyPeriod;
use crate::domain::refusal::{FieldRefusal, Refusal};
use crate::domain::time::Timestamp;
use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// How often a premium is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cadence {
    /// 月払.
    Monthly,
    /// 年払.
    Yearly,
}

impl Cadence {
    const fn months(self) -> u32 {
        match self {
            Self::Monthly => 1,
            Self::Yearly => 12,
        }
    }
}

/// The plan by which premiums fall due (保険料の払込方法).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PremiumPlan {
    /// 払込回数.
    pub cadence: Cadence,
    /// 保険料: what is charged each time.
    pub amount_yen: PremiumAmount,
    /// The first day on which one is due (初回払込期日). Later ones are due on the same day of their month, or on its last day
    /// where the month is shorter.
    #[serde(deserialize_with = "crate::domain::date::strict")]
    pub first_due_on: NaiveDate,
}

impl PremiumPlan {
    /// The day on which a premium is due, counted from 0; nothing beyond the calendar.
    // Counted from the first day, so that 31 January is followed by 28 February and 31 March.
    #[must_use]
    pub fn due_on(&self, number: u32) -> Option<NaiveDate> {
        self.first_due_on.checked_add_months(Months::new(number.checked_mul(self.cadence.months())?))
    }
}

/// How a policy stands with its premiums; it changes in the transaction that makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PolicyPremium {
    /// The plan.
    pub plan: PremiumPlan,
    /// The number of the premium that is due next, counted from 0 under this plan.
    pub next_number: u32,
    /// The due day of the last premium that was made, under this plan or the one before.
    #[serde(default, deserialize_with = "crate::domain::date::strict", skip_serializing_if = "Option::is_none")]
    pub last_due_on: Option<NaiveDate>,
    /// 失効日: the day on which the policy lapsed.
    #[serde(default, deserialize_with = "crate::domain::date::strict", skip_serializing_if = "Option::is_none")]
    pub lapsed_on: Option<NaiveDate>,
}

impl PolicyPremium {
    /// A plan that begins, or takes the place of the one before for premiums that weren't made yet.
    ///
    /// # Errors
    /// Every field that breaks a rule: [`Refusal::PolicyLapsed`], a first day that is past ([`Refusal::PremiumDuePast`]), not
    /// after the last premium that was made ([`Refusal::PremiumDueOverlaps`]), or outside the policy's period
    /// ([`Refusal::PremiumDueOutsidePeriod`]).
    pub fn begin(present: Option<&Self>, plan: PremiumPlan, period: &PolicyPeriod, today: NaiveDate) -> Result<Self, Vec<FieldRefusal>> {
        let last_due_on = present.and_then(|present| present.last_due_on);
        let broken = [
            (present.is_some_and(|present| present.lapsed_on.is_some()), Refusal::PolicyLapsed),
            (plan.first_due_on < today, Refusal::PremiumDuePast),
            (last_due_on.is_some_and(|last| plan.first_due_on <= last), Refusal::PremiumDueOverlaps),
            (plan.first_due_on > period.end_date, Refusal::PremiumDueOutsidePeriod),
        ];
        let refusals: Vec<FieldRefusal> =
            broken.into_iter().filter(|(broken, _)| *broken).map(|(_, refusal)| FieldRefusal::new("first_due_on", refusal)).collect();
        if refusals.is_empty() { Ok(Self { plan, next_number: 0, last_due_on, lapsed_on: None }) } else { Err(refusals) }
    }

    /// The day on which the next premium is due; nothing once the policy has ended or lapsed.
    #[must_use]
    pub fn next_due_on(&self, period: &PolicyPeriod) -> Option<NaiveDate> {
        self.plan.due_on(self.next_number).filter(|due_on| *due_on <= period.end_date && self.lapsed_on.is_none())
    }

    /// When the next premium is to be made: in the morning of its day.
    #[must_use]
    pub fn next_due_at(&self, period: &PolicyPeriod) -> Option<Timestamp> {
        self.next_due_on(period).and_then(step::morning)
    }

    /// The premium that is due on a day or was due before, and how the policy stands once it is made.
    #[must_use]
    pub fn due(&self, period: &PolicyPeriod, today: NaiveDate) -> Option<(NaiveDate, Self)> {
        let due_on = self.next_due_on(period).filter(|due_on| *due_on <= today)?;
        Some((due_on, Self { next_number: self.next_number + 1, last_due_on: Some(due_on), ..*self }))
    }

    /// The policy lapsed on a day; nothing where it had before.
    #[must_use]
    pub fn lapse(&self, today: NaiveDate) -> Option<Self> {
        self.lapsed_on.is_none().then_some(Self { lapsed_on: Some(today), ..*self })
    }
}
