//! From occasions to yen: deductible, rate, cap, limit, yearly amount (requirements, Assessment steps 3 to 6).

use super::{
    CareAssessment, Contract, OccasionOutcome, OccasionRun, YearAssessment,
    exact::{Parts, Unit},
    occasions::{Occasion, YearOccasions},
};
use crate::domain::{
    deadline::days_after,
    money::Yen,
    policy::{PolicyYear, Remaining},
    product::{Care, CareTerms, ProductTerms},
};

/// The figures of one occasion.
struct Figures {
    eligible: Parts,
    deductible: Parts,
    after_deductible: Parts,
    before_cap: Parts,
    after_cap: Parts,
    outcome: OccasionOutcome,
}

/// The computation for a policy year.
pub(super) fn year(unit: Unit, contract: &Contract<'_>, policy_year: PolicyYear, occasions: YearOccasions) -> YearAssessment {
    let remaining = contract.ledger.remaining(contract.terms, policy_year);
    let cares: Vec<CareAssessment> = occasions
        .into_iter()
        // A kind that isn't covered has no occasions: its lines are excluded.
        .filter_map(|(care, occasions)| Some((care, contract.terms.care.of(care)?, occasions)))
        .map(|(care, care_terms, occasions)| Computation { unit, terms: contract.terms, care, care_terms }.run(&remaining, &occasions))
        .collect();
    let before_yearly_yen: Yen = cares.iter().map(|care| care.amount_yen).sum();
    YearAssessment {
        policy_year,
        cares,
        before_yearly_yen,
        yearly_amount_yen: contract.terms.yearly_amount_yen,
        yearly_remaining_yen: remaining.amount_yen,
        amount_yen: remaining.amount_yen.map_or(before_yearly_yen, |left| left.min(before_yearly_yen)),
    }
}

/// The computation for one kind of care in a policy year.
struct Computation<'a> {
    unit: Unit,
    terms: &'a ProductTerms,
    care: Care,
    care_terms: &'a CareTerms,
}

impl Computation<'_> {
    fn run(&self, remaining: &Remaining, occasions: &[Occasion]) -> CareAssessment {
        let remaining = remaining.times(self.care);
        let figures = self.figures(remaining, occasions);
        let sum = |field: fn(&Figures) -> Parts| self.unit.amount(figures.iter().map(field).sum());
        let count = |outcome| count(figures.iter().filter(|figures| figures.outcome == outcome).count());
        let counted: Parts =
            figures.iter().filter(|figures| figures.outcome == OccasionOutcome::Counted).map(|figures| figures.after_cap).sum();
        CareAssessment {
            care: self.care,
            times: self::count(figures.len()),
            eligible: sum(|figures| figures.eligible),
            deductible_each_yen: self.terms.deductible_yen,
            deductible: sum(|figures| figures.deductible),
            after_deductible: sum(|figures| figures.after_deductible),
            coverage_rate_percent: self.terms.coverage_rate_percent,
            before_cap: sum(|figures| figures.before_cap),
            cap_each_yen: self.care_terms.cap_yen,
            after_cap: sum(|figures| figures.after_cap),
            limit_per_year: self.care_terms.limit_per_year,
            remaining,
            times_counted: count(OccasionOutcome::Counted),
            times_over_limit: count(OccasionOutcome::OverLimit),
            times_without_payment: count(OccasionOutcome::NothingPayable),
            counted: self.unit.amount(counted),
            amount_yen: self.unit.rounded_down(counted),
            occasions: self.runs(occasions, &figures),
        }
    }

    /// Steps 3 to 5, occasion by occasion in the order of time.
    fn figures(&self, remaining: Option<u32>, occasions: &[Occasion]) -> Vec<Figures> {
        let mut left = remaining;
        let each = occasions.iter().map(|occasion| {
            let deductible = self.unit.parts(self.terms.deductible_yen).min(occasion.eligible);
            let after_deductible = occasion.eligible.less(deductible);
            let before_cap = after_deductible.at_rate(self.terms.coverage_rate_percent);
            let after_cap = self.care_terms.cap_yen.map_or(before_cap, |cap| before_cap.min(self.unit.parts(cap)));
            let outcome = match left {
                // Nothing is paid for the day, so it isn't one of the days that are paid at most.
                _ if after_cap == Parts::ZERO => OccasionOutcome::NothingPayable,
                Some(0) => OccasionOutcome::OverLimit,
                _ => OccasionOutcome::Counted,
            };
            if outcome == OccasionOutcome::Counted {
                left = left.map(|left| left - 1);
            }
            Figures { eligible: occasion.eligible, deductible, after_deductible, before_cap, after_cap, outcome }
        });
        each.collect()
    }

    /// The occasions for the result; days of a stay that follow one another with the same figures become one entry.
    fn runs(&self, occasions: &[Occasion], figures: &[Figures]) -> Vec<OccasionRun> {
        let mut runs: Vec<OccasionRun> = Vec::new();
        for (occasion, figures) in occasions.iter().zip(figures) {
            let run = OccasionRun {
                from: occasion.date,
                through: occasion.date,
                times: 1,
                lines: occasion.lines.iter().map(|at| at + 1).collect(),
                eligible: self.unit.amount(figures.eligible),
                deductible: self.unit.amount(figures.deductible),
                after_deductible: self.unit.amount(figures.after_deductible),
                before_cap: self.unit.amount(figures.before_cap),
                after_cap: self.unit.amount(figures.after_cap),
                outcome: figures.outcome,
            };
            match runs.last_mut() {
                Some(last) if follows(last, &run) => {
                    last.through = run.through;
                    last.times += 1;
                }
                _ => runs.push(run),
            }
        }
        runs
    }
}

/// Whether a day continues a run: the day after it, made of the same lines, with the same outcome and amounts.
fn follows(last: &OccasionRun, next: &OccasionRun) -> bool {
    let same = OccasionRun { from: last.from, through: last.through, times: last.times, ..next.clone() };
    days_after(last.through, 1) == next.from && *last == same
}

/// A number of occasions: at most 366 days of each of 200 lines.
fn count(occasions: usize) -> u32 {
    u32::try_from(occasions).unwrap_or(u32::MAX)
}
