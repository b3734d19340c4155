//! Which lines, and which days of a stay, are covered (requirements, Assessment steps 1 and 2).

use super::{Application, Contract, Exclusion, ExclusionSource, LineAssessment, Verdict, exact::Unit};
use crate::domain::{
    deadline::{days_after, is_barred, waiting_over_on},
    exclusion::ExclusionReason,
    statement::{Cause, ReadableLine},
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Why a day is excluded, and who found it.
type Because = (ExclusionReason, ExclusionSource);

/// A day of a line with the reason to exclude it, if any.
pub(super) struct JudgedDay {
    pub(super) date: NaiveDate,
    pub(super) excluded: Option<Because>,
}

/// Judges every day of every line. Where several reasons hold, one is given: the assessor's finding, else the dates, else the
/// kind of care, else the category, else that the line repeats another.
pub(super) fn judge(
    contract: &Contract<'_>,
    application: &Application<'_>,
    findings: &BTreeMap<usize, ExclusionReason>,
) -> Vec<Vec<JudgedDay>> {
    let repeated = repeated(application.lines, findings);
    let lines = application.lines.iter().enumerate();
    lines
        .map(|(at, line)| {
            let found = findings.get(&at).map(|reason| (*reason, ExclusionSource::Assessor));
            let by_line = excluded_line(contract, line).or(repeated.contains(&at).then_some(ExclusionReason::Duplicate));
            let days = (0..u64::from(line.days())).map(|day| days_after(line.treated_on, day));
            days.map(|date| {
                let by_rule = || excluded_day(contract, application, date).or(by_line).map(|reason| (reason, ExclusionSource::Rule));
                JudgedDay { date, excluded: found.or_else(by_rule) }
            })
            .collect()
        })
        .collect()
}

/// The reason that a day's date gives.
fn excluded_day(contract: &Contract<'_>, application: &Application<'_>, date: NaiveDate) -> Option<ExclusionReason> {
    let covered_from = waiting_over_on(contract.period.first_start_date, contract.terms.waiting_days);
    if !contract.period.contains(date) || contract.lapsed_on.is_some_and(|lapsed_on| date >= lapsed_on) {
        Some(ExclusionReason::OutsidePeriod)
    } else if is_barred(date, application.received_on) {
        Some(ExclusionReason::StatuteBarred)
    } else if application.cause == Cause::Illness && date < covered_from {
        Some(ExclusionReason::WaitingPeriod)
    } else {
        None
    }
}

/// The reason that the product's terms give for a whole line.
fn excluded_line(contract: &Contract<'_>, line: &ReadableLine) -> Option<ExclusionReason> {
    if contract.terms.care.of(line.care).is_none() {
        return Some(ExclusionReason::KindNotCovered);
    }
    line.category.exclusion().filter(|category| contract.terms.excludes(*category)).map(ExclusionReason::from)
}

/// The lines that equal an earlier one in every field.
// A line with a finding is out of this: if it were the one that is kept, its exclusion would take its equals along, and the
// result would depend on which of them stands first.
fn repeated(lines: &[ReadableLine], findings: &BTreeMap<usize, ExclusionReason>) -> BTreeSet<usize> {
    let mut seen = BTreeSet::new();
    let open = lines.iter().enumerate().filter(|(at, _)| !findings.contains_key(at));
    open.filter(|(_, line)| !seen.insert(*line)).map(|(at, _)| at).collect()
}

/// The verdict on a line for the result.
pub(super) fn shown(unit: Unit, at: usize, line: &ReadableLine, days: Vec<JudgedDay>) -> LineAssessment {
    let total = days.len();
    let covered = days.iter().filter(|day| day.excluded.is_none()).count();
    let mut exclusions: Vec<Exclusion> = Vec::new();
    for JudgedDay { date, excluded } in days {
        let Some((reason, source)) = excluded else { continue };
        match exclusions.last_mut() {
            Some(run) if (run.reason, run.source) == (reason, source) && days_after(run.through, 1) == date => {
                run.through = date;
                run.days += 1;
            }
            _ => exclusions.push(Exclusion { reason, source, from: date, through: date, days: 1 }),
        }
    }
    let verdict = match covered {
        0 => Verdict::Excluded,
        all if all == total => Verdict::Covered,
        _ => Verdict::PartlyCovered,
    };
    // A line has at most 366 days.
    let eligible = unit.daily_share(line.amount_yen, line.days()).times(u16::try_from(covered).unwrap_or(u16::MAX));
    LineAssessment { line: at + 1, verdict, exclusions, amount_yen: line.amount_yen, eligible: unit.amount(eligible) }
}
