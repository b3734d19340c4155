//! Policies (保険契約): the period that a policy covers, its policy years, and the ledger of its limits.

mod record;
pub use record::{Policy, PolicyDetails, PolicySubject};

use crate::domain::{
    deadline::{accepted, after_years},
    money::Yen,
    product::{Care, ProductTerms},
    refusal::{FieldRefusal, Refusal},
};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// The longest policy in years.
pub const POLICY_YEARS_MAXIMUM: u32 = 30;

/// The period of a policy (保険期間).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyPeriod {
    /// The first day that is covered (始期日).
    #[serde(deserialize_with = "crate::domain::date::strict")]
    pub start_date: NaiveDate,
    /// The last day that is covered, itself included (終期日).
    #[serde(deserialize_with = "crate::domain::date::strict")]
    pub end_date: NaiveDate,
    /// The start of the first contract (初年度契約始期日): the same day for a new policy, an earlier one for a renewal. The waiting
    /// period counts from it, so that a renewal has none again.
    #[serde(deserialize_with = "crate::domain::date::strict")]
    pub first_start_date: NaiveDate,
}

/// Which year of its policy a day lies in, from 1 (保険年度). A new one begins on each anniversary of the policy's start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PolicyYear(u16);

impl PolicyYear {
    /// The policy year of this number, from 1.
    #[must_use]
    pub const fn new(number: u16) -> Self {
        Self(number)
    }

    /// Its number, from 1.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }
}

impl PolicyPeriod {
    /// Every rule that the period breaks; empty where it is sound.
    #[must_use]
    pub fn validate(&self) -> Vec<FieldRefusal> {
        let mut refusals = Vec::new();
        for (path, date) in [("start_date", self.start_date), ("end_date", self.end_date), ("first_start_date", self.first_start_date)] {
            refusals.extend(accepted(date).err().map(|refusal| FieldRefusal::new(path, refusal)));
        }
        if self.end_date < self.start_date {
            refusals.push(FieldRefusal::new("end_date", Refusal::PeriodInvalid));
        } else if self.end_date >= after_years(self.start_date, POLICY_YEARS_MAXIMUM) {
            refusals.push(FieldRefusal::new("end_date", Refusal::PolicyPeriodTooLong(POLICY_YEARS_MAXIMUM as usize)));
        }
        if self.first_start_date > self.start_date {
            refusals.push(FieldRefusal::new("first_start_date", Refusal::FirstStartAfterStart));
        }
        refusals
    }

    /// Whether a day is covered; the last day is.
    #[must_use]
    pub fn contains(&self, date: NaiveDate) -> bool {
        (self.start_date..=self.end_date).contains(&date)
    }

    /// The policy year of a day, where the day is covered.
    ///
    /// Years begin on the anniversaries of the start; those of 29 February begin on 1 March in common years (民法143条).
    #[must_use]
    pub fn year_of(&self, date: NaiveDate) -> Option<PolicyYear> {
        if !self.contains(date) {
            return None;
        }
        let calendar_years = u32::try_from(date.year() - self.start_date.year()).ok()?;
        // The anniversary of this calendar year may still be ahead.
        let whole_years =
            if after_years(self.start_date, calendar_years) <= date { calendar_years } else { calendar_years.saturating_sub(1) };
        u16::try_from(whole_years + 1).ok().map(PolicyYear)
    }

    /// The first day of a policy year; the days of the last one end with the period.
    #[must_use]
    pub fn start_of(&self, policy_year: PolicyYear) -> NaiveDate {
        after_years(self.start_date, u32::from(policy_year.number().saturating_sub(1)))
    }

    /// The policy years, in order.
    pub fn years(&self) -> impl Iterator<Item = PolicyYear> + use<> {
        let last = self.year_of(self.end_date).map_or(0, PolicyYear::number);
        (1..=last).map(PolicyYear::new)
    }
}

/// What a claim uses of a policy year's limits, or what all claims used of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct YearUsage {
    /// The policy year.
    pub policy_year: PolicyYear,
    /// 通院日数.
    pub visit_days: u32,
    /// 入院日数.
    pub stay_days: u32,
    /// 手術回数.
    pub operations: u32,
    /// The amount paid of it.
    pub amount_yen: Yen,
}

impl YearUsage {
    /// A policy year of which nothing is used.
    #[must_use]
    pub const fn none(policy_year: PolicyYear) -> Self {
        Self { policy_year, visit_days: 0, stay_days: 0, operations: 0, amount_yen: Yen::ZERO }
    }

    /// The days or times of a kind of care.
    #[must_use]
    pub const fn times(&self, care: Care) -> u32 {
        match care {
            Care::Visit => self.visit_days,
            Care::Stay => self.stay_days,
            Care::Operation => self.operations,
        }
    }

    /// The same with other days or times of a kind of care.
    #[must_use]
    pub const fn with_times(mut self, care: Care, times: u32) -> Self {
        match care {
            Care::Visit => self.visit_days = times,
            Care::Stay => self.stay_days = times,
            Care::Operation => self.operations = times,
        }
        self
    }

    fn is_nothing(&self) -> bool {
        *self == Self::none(self.policy_year)
    }
}

/// What one claim uses of the limits, by policy year in ascending order; booked when the claim is approved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Usage {
    /// One entry for each policy year of which something is used.
    pub years: Vec<YearUsage>,
}

/// What is left of the limits of a policy year; nothing where there is no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Remaining {
    /// 通院日数.
    pub visit_days: Option<u32>,
    /// 入院日数.
    pub stay_days: Option<u32>,
    /// 手術回数.
    pub operations: Option<u32>,
    /// 年間限度額の残り.
    pub amount_yen: Option<Yen>,
}

impl Remaining {
    /// The days or times left of a kind of care; nothing where there is no limit.
    #[must_use]
    pub const fn times(&self, care: Care) -> Option<u32> {
        match care {
            Care::Visit => self.visit_days,
            Care::Stay => self.stay_days,
            Care::Operation => self.operations,
        }
    }
}

/// What the approved claims of a policy used of its limits (支払限度の使用状況). It lies on the policy and changes in the transaction
/// of the approval, so that two claims approved at once can't overrun a limit (requirements, Assessment).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LimitLedger {
    /// One entry for each policy year of which something was used, in ascending order.
    pub years: Vec<YearUsage>,
}

impl LimitLedger {
    /// What was used of a policy year.
    #[must_use]
    pub fn used(&self, policy_year: PolicyYear) -> YearUsage {
        self.years.iter().find(|year| year.policy_year == policy_year).copied().unwrap_or(YearUsage::none(policy_year))
    }

    /// What is left of a policy year under the terms of the policy; 0 of a kind that isn't covered.
    #[must_use]
    pub fn remaining(&self, terms: &ProductTerms, policy_year: PolicyYear) -> Remaining {
        let used = self.used(policy_year);
        let left = |care: Care| match terms.care.of(care) {
            None => Some(0),
            Some(covered) => covered.limit_per_year.map(|limit| u32::from(limit).saturating_sub(used.times(care))),
        };
        Remaining {
            visit_days: left(Care::Visit),
            stay_days: left(Care::Stay),
            operations: left(Care::Operation),
            amount_yen: terms.yearly_amount_yen.map(|limit| limit.saturating_sub(used.amount_yen)),
        }
    }

    /// The ledger with a claim's use booked.
    ///
    /// # Errors
    /// [`Refusal::LimitOverrun`] where a limit of a policy year doesn't hold it, [`Refusal::AmountOutOfRange`] where a year without
    /// limit grows beyond [`Yen::MAX`]. The ledger is then as it was.
    pub fn take(&self, terms: &ProductTerms, usage: &Usage) -> Result<Self, Refusal> {
        let mut ledger = self.clone();
        for use_of_year in &usage.years {
            let left = ledger.remaining(terms, use_of_year.policy_year);
            let over = |care: Care| left.times(care).is_some_and(|left| use_of_year.times(care) > left);
            if Care::ALL.into_iter().any(over) || left.amount_yen.is_some_and(|left| use_of_year.amount_yen > left) {
                return Err(Refusal::LimitOverrun);
            }
            let used = ledger.used(use_of_year.policy_year);
            let mut sum = used;
            for care in Care::ALL {
                let times = used.times(care).checked_add(use_of_year.times(care)).ok_or(Refusal::LimitOverrun)?;
                sum = sum.with_times(care, times);
            }
            sum.amount_yen = Yen::new((used.amount_yen + use_of_year.amount_yen).get())?;
            ledger.put(sum);
        }
        Ok(ledger)
    }

    /// The ledger without a use that was booked before.
    ///
    /// # Errors
    /// [`Refusal::LimitUnderrun`] where the ledger doesn't hold it: it was never booked, or was given back already.
    pub fn give_back(&self, usage: &Usage) -> Result<Self, Refusal> {
        let mut ledger = self.clone();
        for use_of_year in &usage.years {
            let used = ledger.used(use_of_year.policy_year);
            let mut rest = used;
            for care in Care::ALL {
                let times = used.times(care).checked_sub(use_of_year.times(care)).ok_or(Refusal::LimitUnderrun)?;
                rest = rest.with_times(care, times);
            }
            if used.amount_yen < use_of_year.amount_yen {
                return Err(Refusal::LimitUnderrun);
            }
            rest.amount_yen = used.amount_yen.saturating_sub(use_of_year.amount_yen);
            ledger.put(rest);
        }
        Ok(ledger)
    }

    // A year of which nothing is used has no entry, so that giving back what was taken leads to an equal ledger.
    fn put(&mut self, year: YearUsage) {
        self.years.retain(|present| present.policy_year != year.policy_year);
        if !year.is_nothing() {
            self.years.push(year);
            self.years.sort_by_key(|present| present.policy_year);
        }
    }
}

#[cfg(test)]
mod tests;
