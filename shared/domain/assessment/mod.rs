//! The assessment (査定): what a claim pays, and how each yen of it came about.
//!
//! The order of the rules (requirements, Assessment):
//!
//! 1. each line, of a stay each day, is covered or excluded with a reason (`exclusions.rs`);
//! 2. what is covered is gathered into occasions: a visit day, a stay day, an operation (`occasions.rs`);
//! 3. of each occasion the deductible is taken, never below nothing; the coverage rate applies;
//! 4. the cap a day or a time applies;
//! 5. the days or times left of the policy year are taken in the order of time (`figures.rs`);
//! 6. the sum of a kind and policy year is rounded down to the yen, once, and the rest of the yearly amount holds the year.
//!
//! Everything before that rounding is exact (`exact.rs`): no floating point, no rounding of parts.

mod exact;
mod exclusions;
mod figures;
mod occasions;
mod result;

pub use result::{
    Amount, Assessment, CareAssessment, Exclusion, ExclusionSource, Fraction, LineAssessment, OccasionOutcome, OccasionRun, Verdict,
    YearAssessment,
};

use super::{
    exclusion::ExclusionReason,
    money::Yen,
    policy::{LimitLedger, PolicyPeriod, Usage},
    product::{ExclusionCategory, ProductTerms},
    refusal::Refusal,
    statement::{self, Cause, ReadableLine},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the policy promises, and what is used of it.
#[derive(Clone, Copy, Debug)]
pub struct Contract<'a> {
    /// The terms that the policy copied from its product.
    pub terms: &'a ProductTerms,
    /// Its period.
    pub period: &'a PolicyPeriod,
    /// 失効日: from this day on it covers nothing, since a premium wasn't paid within its time of grace.
    pub lapsed_on: Option<NaiveDate>,
    /// What other claims used of its limits.
    pub ledger: &'a LimitLedger,
}

/// What is claimed.
#[derive(Clone, Copy, Debug)]
pub struct Application<'a> {
    /// The day on which the claim was first received: the statute's three years are measured to it.
    pub received_on: NaiveDate,
    /// Illness or injury.
    pub cause: Cause,
    /// The statement, 1 to 200 lines.
    pub lines: &'a [ReadableLine],
    /// What the assessor found, at most one finding a line.
    pub findings: &'a [Finding],
}

/// The assessor's judgement on one line: it is excluded for a reason that no date or term tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// The line's number, from 1.
    pub line: usize,
    /// The reason; not `outside_period` or `kind_not_covered`, which follow from the policy alone.
    pub reason: ExclusionReason,
}

/// Assesses a claim.
///
/// The result depends on the arguments alone, so that assessing again gives the same; on the order of the lines it doesn't depend.
///
/// # Errors
/// Where the statement is unsound ([`statement::validate`], [`Refusal::StatementEmpty`]) or a finding can't be:
/// [`Refusal::FindingLineUnknown`], [`Refusal::FindingRepeated`], [`Refusal::FindingIsComputed`], [`Refusal::FindingNotInProduct`].
pub fn assess(contract: &Contract<'_>, application: &Application<'_>) -> Result<Assessment, Refusal> {
    if application.lines.is_empty() {
        return Err(Refusal::StatementEmpty);
    }
    if let Some(first) = statement::validate(application.lines).first() {
        return Err(first.refusal);
    }
    let findings = checked_findings(contract.terms, application)?;
    let unit = exact::Unit::of(application.lines).ok_or(Refusal::StayLengthsTooVaried)?;

    let judged = exclusions::judge(contract, application, &findings);
    let years: Vec<YearAssessment> = occasions::gather(unit, contract.period, application.lines, &judged)
        .into_iter()
        .map(|(policy_year, occasions)| figures::year(unit, contract, policy_year, occasions))
        .collect();
    let lines = application.lines.iter().zip(judged).enumerate();
    Ok(Assessment {
        received_on: application.received_on,
        cause: application.cause,
        claimed_yen: application.lines.iter().map(|line| line.amount_yen).sum(),
        lines: lines.map(|(at, (line, judged))| exclusions::shown(unit, at, line, judged)).collect(),
        total_yen: years.iter().map(|year| year.amount_yen).sum(),
        usage: Usage { years: years.iter().filter_map(YearAssessment::usage).collect() },
        years,
    })
}

/// The findings by the line's place from 0.
fn checked_findings(terms: &ProductTerms, application: &Application<'_>) -> Result<BTreeMap<usize, ExclusionReason>, Refusal> {
    let mut findings = BTreeMap::new();
    for finding in application.findings {
        let at = finding.line.checked_sub(1).filter(|at| *at < application.lines.len()).ok_or(Refusal::FindingLineUnknown)?;
        match finding.reason {
            ExclusionReason::OutsidePeriod | ExclusionReason::KindNotCovered => return Err(Refusal::FindingIsComputed),
            // An illness can break out in the waiting period and be treated after it; only the assessor can tell.
            ExclusionReason::WaitingPeriod if terms.waiting_days == 0 || application.cause == Cause::Injury => {
                return Err(Refusal::FindingNotInProduct);
            }
            reason if reason.category().is_some_and(|category: ExclusionCategory| !terms.excludes(category)) => {
                return Err(Refusal::FindingNotInProduct);
            }
            reason => {
                if findings.insert(at, reason).is_some() {
                    return Err(Refusal::FindingRepeated);
                }
            }
        }
    }
    Ok(findings)
}

/// The amount without its fraction; beyond [`Yen::MAX`] is out of reach, since the whole statement is within it.
fn yen(whole: u128) -> Yen {
    u64::try_from(whole).ok().and_then(|whole| Yen::new(whole).ok()).unwrap_or(Yen::MAX)
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
