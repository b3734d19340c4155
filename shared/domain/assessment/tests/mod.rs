//! The worked cases of the requirements, and each rule by itself.
#![allow(clippy::unwrap_used)]

mod exclusions;
mod limits;

use super::*;
use crate::domain::product::Care;
use serde_json::{Value, json};

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Terms of 70 % for every kind, changed by what is given.
fn terms(changes: Value) -> ProductTerms {
    let mut terms = json!({
        "name": "p", "coverage_rate_percent": 70, "deductible_yen": 0, "waiting_days": 0,
        "care": { "visit": {}, "stay": {}, "operation": {} }
    });
    for (field, value) in changes.as_object().unwrap() {
        terms[field] = value.clone();
    }
    serde_json::from_value(terms).unwrap()
}

fn period() -> PolicyPeriod {
    PolicyPeriod { start_date: day("2026-04-01"), end_date: day("2028-03-31"), first_start_date: day("2026-04-01") }
}

fn line(care: &str, treated_on: &str, yen: u64) -> ReadableLine {
    let mut line = json!({ "treated_on": treated_on, "care": care, "category": "treatment", "amount_yen": yen, "item": "診療" });
    if care == "stay" {
        line["stay_days"] = 1.into();
    }
    serde_json::from_value(line).unwrap()
}

fn stay(admitted_on: &str, days: u16, yen: u64) -> ReadableLine {
    ReadableLine { stay_days: Some(days), ..line("stay", admitted_on, yen) }
}

fn visits(count: usize, yen: u64) -> Vec<ReadableLine> {
    (1..=count).map(|at| line("visit", &format!("2026-06-{at:02}"), yen)).collect()
}

struct Case {
    terms: ProductTerms,
    period: PolicyPeriod,
    lapsed_on: Option<NaiveDate>,
    ledger: LimitLedger,
    received_on: NaiveDate,
    cause: Cause,
    findings: Vec<Finding>,
}

impl Case {
    fn new(changes: Value) -> Self {
        Self {
            terms: terms(changes),
            period: period(),
            lapsed_on: None,
            ledger: LimitLedger::default(),
            received_on: day("2026-07-01"),
            cause: Cause::Illness,
            findings: Vec::new(),
        }
    }

    fn found(mut self, findings: Value) -> Self {
        self.findings = serde_json::from_value(findings).unwrap();
        self
    }

    fn used(mut self, policy_year: u16, visit_days: u32, yen: u64) -> Self {
        let used = json!({ "policy_year": policy_year, "visit_days": visit_days, "stay_days": 0, "operations": 0, "amount_yen": yen });
        self.ledger = serde_json::from_value(json!({ "years": [used] })).unwrap();
        self
    }

    fn try_assess(&self, lines: &[ReadableLine]) -> Result<Assessment, Refusal> {
        let Self { terms, period, lapsed_on, ledger, received_on, cause, findings } = self;
        let application = Application { received_on: *received_on, cause: *cause, lines, findings };
        assess(&Contract { terms, period, lapsed_on: *lapsed_on, ledger }, &application)
    }

    fn assess(&self, lines: &[ReadableLine]) -> Assessment {
        self.try_assess(lines).unwrap()
    }

    fn total(&self, lines: &[ReadableLine]) -> u64 {
        self.assess(lines).total_yen.get()
    }

    /// The reason that each line is excluded for, in whole or in part.
    fn reasons(&self, lines: &[ReadableLine]) -> Vec<Option<ExclusionReason>> {
        self.assess(lines).lines.iter().map(|line| line.exclusions.first().map(|exclusion| exclusion.reason)).collect()
    }
}

#[test]
fn the_worked_amounts_of_the_requirements() {
    let capped = json!({ "care": { "visit": {}, "stay": { "cap_yen": 15_000 }, "operation": { "cap_yen": 150_000 } } });
    let three_kinds = [vec![line("operation", "2026-05-01", 250_000), stay("2026-05-01", 10, 200_000)], visits(10, 10_000)].concat();
    for (name, changes, lines, expected) in [
        (
            "70 %, visit 20,000, cap 12,000 a day",
            json!({ "care": { "visit": { "cap_yen": 12_000 } } }),
            vec![line("visit", "2026-05-01", 20_000)],
            12_000,
        ),
        ("70 %, operation 250,000, 10 stay days at 20,000, 10 visits at 10,000", capped, three_kinds, 360_000),
        ("deductible 2,500 a time, 10,001, 70 %", json!({ "deductible_yen": 2_500 }), vec![line("visit", "2026-05-01", 10_001)], 5_250),
        (
            "70 %, 4 stay days, 120,000 in all, deductible 10,000 a day",
            json!({ "deductible_yen": 10_000 }),
            vec![stay("2026-05-01", 4, 120_000)],
            56_000,
        ),
        (
            "deductible 3,000, 5,000, 50 %",
            json!({ "deductible_yen": 3_000, "coverage_rate_percent": 50 }),
            vec![line("visit", "2026-05-01", 5_000)],
            1_000,
        ),
    ] {
        assert_eq!(Case::new(changes).total(&lines), expected, "{name}");
    }
}

#[test]
fn the_worked_case_of_three_kinds_shows_every_step() {
    let case = Case::new(json!({ "care": { "visit": {}, "stay": { "cap_yen": 15_000 }, "operation": { "cap_yen": 150_000 } } }));
    let lines = [vec![line("operation", "2026-05-01", 250_000), stay("2026-05-01", 10, 200_000)], visits(10, 10_000)].concat();
    let assessment = case.assess(&lines);
    let steps: Vec<_> = assessment.years[0]
        .cares
        .iter()
        .map(|care| (care.care, care.times, care.eligible.yen.get(), care.before_cap.yen.get(), care.amount_yen.get()))
        .collect();
    assert_eq!(
        steps,
        [
            (Care::Visit, 10, 100_000, 70_000, 70_000),
            (Care::Stay, 10, 200_000, 140_000, 140_000),
            (Care::Operation, 1, 250_000, 175_000, 150_000),
        ]
    );
    let stay = &assessment.years[0].cares[1].occasions;
    assert_eq!((stay.len(), stay[0].times, stay[0].eligible.yen.get(), stay[0].lines.as_slice()), (1, 10, 20_000, &[2][..]));
    let used = assessment.usage.years[0];
    assert_eq!((used.visit_days, used.stay_days, used.operations, used.amount_yen.get()), (10, 10, 1, 360_000));
}

#[test]
fn a_result_comes_back_from_json_as_it_went() {
    let assessment = Case::new(json!({ "care": { "stay": { "cap_yen": 20_000, "limit_per_year": 2 } } })).assess(&[
        stay("2026-05-01", 3, 100_000),
        line("visit", "2026-05-05", 1),
        stay("2026-03-30", 4, 10_000),
    ]);
    let back: Assessment = serde_json::from_value(serde_json::to_value(&assessment).unwrap()).unwrap();
    assert_eq!(back, assessment);
}

#[test]
fn a_claim_of_nothing_but_exclusions_pays_nothing() {
    let assessment = Case::new(json!({})).assess(&[line("visit", "2026-03-01", 1_000)]);
    assert_eq!((assessment.total_yen, assessment.years.len(), assessment.claimed_yen.get()), (Yen::ZERO, 0, 1_000));
    assert_eq!(Case::new(json!({})).try_assess(&[]), Err(Refusal::StatementEmpty));
    let unsound = ReadableLine { stay_days: None, ..stay("2026-05-01", 1, 1) };
    assert_eq!(Case::new(json!({})).try_assess(&[unsound]), Err(Refusal::StayDaysMissing));
}

#[test]
fn the_largest_claim_fits_a_record() {
    // The store holds 400 KB an item; the statement itself takes a good part of it.
    let mut case = Case::new(json!({ "deductible_yen": 999, "coverage_rate_percent": 77 }));
    case.received_on = day("2027-04-01");
    for (count, longest) in [(200_u16, 1), (200, 31), (16, 366)] {
        let lines: Vec<ReadableLine> = (0..count)
            .map(|at| ReadableLine {
                treated_on: crate::domain::deadline::days_after(day("2026-04-01"), u64::from(at)),
                ..stay("2026-04-01", if longest == 31 { 1 + at % 31 } else { longest }, 99_999 + u64::from(at))
            })
            .collect();
        let size = serde_json::to_vec(&case.assess(&lines)).unwrap().len();
        assert!(size < 150_000, "{count} lines of {longest} days: {size}");
    }
}
