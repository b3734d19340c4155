//! What an assessment found, with every figure on the way, so that the console can show how each yen came about.

use crate::domain::{
    exclusion::ExclusionReason,
    money::Yen,
    policy::{PolicyYear, Usage, YearUsage},
    product::{Care, CoverageRate},
    statement::Cause,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// An exact amount: whole yen, and what lies below the yen before it is rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Amount {
    /// The whole yen.
    pub yen: Yen,
    /// The rest, above 0 and below 1 yen; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fraction: Option<Fraction>,
}

/// A fraction of a yen in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Fraction {
    /// From 1 to below the denominator.
    pub numerator: u64,
    /// From 2 to 2^53, the largest that every JSON reader takes exactly.
    pub denominator: u64,
}

/// The result of an assessment (査定結果).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Assessment {
    /// The day to which the statute was measured.
    #[serde(deserialize_with = "crate::domain::date::strict")]
    pub received_on: NaiveDate,
    /// The cause that was assumed.
    pub cause: Cause,
    /// The sum of the statement.
    pub claimed_yen: Yen,
    /// The verdict on each line, in the order of the statement.
    pub lines: Vec<LineAssessment>,
    /// The computation for each policy year that a covered day or operation lies in, ascending.
    pub years: Vec<YearAssessment>,
    /// What the claim pays.
    pub total_yen: Yen,
    /// What approving it books on the policy's ledger.
    pub usage: Usage,
}

/// Whether a line is covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 対象.
    Covered,
    /// 一部対象: some days of a stay are excluded.
    PartlyCovered,
    /// 対象外.
    Excluded,
}

/// Who found a reason to exclude.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExclusionSource {
    /// The rules, from dates and terms.
    Rule,
    /// The assessor.
    Assessor,
}

/// The verdict on a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LineAssessment {
    /// The line's number, from 1.
    pub line: usize,
    /// Covered, partly or not.
    pub verdict: Verdict,
    /// What is excluded and why, in the order of days; empty where all is covered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclusions: Vec<Exclusion>,
    /// The amount charged.
    pub amount_yen: Yen,
    /// The part of it that is covered (対象額).
    pub eligible: Amount,
}

/// Days of a line that are excluded; a line that is no stay has one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Exclusion {
    /// Why.
    pub reason: ExclusionReason,
    /// Who found it.
    pub source: ExclusionSource,
    /// The first day.
    #[serde(deserialize_with = "crate::domain::date::strict")]
    pub from: NaiveDate,
    /// The last day, itself included.
    #[serde(deserialize_with = "crate::domain::date::strict")]
    pub through: NaiveDate,
    /// How many days.
    pub days: u16,
}

/// The computation for one policy year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct YearAssessment {
    /// The policy year.
    pub policy_year: PolicyYear,
    /// Each kind of care that occurs: visit, stay, operation.
    pub cares: Vec<CareAssessment>,
    /// The sum of the kinds.
    pub before_yearly_yen: Yen,
    /// 年間限度額; absent without one.
    pub yearly_amount_yen: Option<Yen>,
    /// What other claims left of it; absent without a limit.
    pub yearly_remaining_yen: Option<Yen>,
    /// What is paid for the year: the sum, or what the limit leaves.
    pub amount_yen: Yen,
}

/// The computation for a kind of care in a policy year. Sums run over all its occasions, those beyond the limit included, up to
/// `after_cap`; `counted` and below leave those out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CareAssessment {
    /// The kind.
    pub care: Care,
    /// Visit days, stay days or operations with something covered.
    pub times: u32,
    /// 対象額: what is covered of the lines.
    pub eligible: Amount,
    /// 免責金額 for one occasion.
    pub deductible_each_yen: Yen,
    /// What is deducted in all: of each occasion the deductible, or all of an occasion below it.
    pub deductible: Amount,
    /// What remains.
    pub after_deductible: Amount,
    /// 補償割合, in percent.
    pub coverage_rate_percent: CoverageRate,
    /// The insurer's share.
    pub before_cap: Amount,
    /// The cap a day or a time (支払限度額); absent without one.
    pub cap_each_yen: Option<Yen>,
    /// The insurer's share with each occasion under the cap.
    pub after_cap: Amount,
    /// Days or times a policy year (支払限度日数・回数); absent without a limit.
    pub limit_per_year: Option<u16>,
    /// What other claims left of the limit; absent without one.
    pub remaining: Option<u32>,
    /// Days or times that are paid.
    pub times_counted: u32,
    /// Days or times that would be paid, but for the limit.
    pub times_over_limit: u32,
    /// Days or times below the deductible. They pay nothing, so they use nothing of the limit.
    pub times_without_payment: u32,
    /// The sum of what is paid, before it is rounded.
    pub counted: Amount,
    /// The same, rounded down to the yen.
    pub amount_yen: Yen,
    /// The occasions in the order in which they took from the limit.
    pub occasions: Vec<OccasionRun>,
}

/// What became of an occasion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OccasionOutcome {
    /// It is paid and uses one of the days or times.
    Counted,
    /// No day or time was left.
    OverLimit,
    /// The deductible left nothing.
    NothingPayable,
}

/// An occasion, or a run of days of a stay on which all figures are the same. The amounts are those of one day.
// Runs, so that a stay of a year is a few entries: an assessment lies in one item of the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OccasionRun {
    /// The (first) day.
    #[serde(deserialize_with = "crate::domain::date::strict")]
    pub from: NaiveDate,
    /// The last day, itself included.
    #[serde(deserialize_with = "crate::domain::date::strict")]
    pub through: NaiveDate,
    /// How many occasions: days of the run, else 1.
    pub times: u32,
    /// The numbers of the lines that it is made of, from 1.
    pub lines: Vec<usize>,
    /// What is covered.
    pub eligible: Amount,
    /// What is deducted.
    pub deductible: Amount,
    /// What remains.
    pub after_deductible: Amount,
    /// The insurer's share.
    pub before_cap: Amount,
    /// The insurer's share under the cap.
    pub after_cap: Amount,
    /// What became of it.
    pub outcome: OccasionOutcome,
}

impl YearAssessment {
    /// What approving books for the year; nothing where nothing is paid. A kind that pays nothing, if only because its sum is below
    /// one yen, uses no days.
    #[must_use]
    pub fn usage(&self) -> Option<YearUsage> {
        if self.amount_yen == Yen::ZERO {
            return None;
        }
        let nothing = YearUsage { amount_yen: self.amount_yen, ..YearUsage::none(self.policy_year) };
        let paying = self.cares.iter().filter(|care| care.amount_yen > Yen::ZERO);
        Some(paying.fold(nothing, |usage, care| usage.with_times(care.care, care.times_counted)))
    }
}
