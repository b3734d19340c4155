//! The worked cases of the requirements, and each rule by itself.
#![allow(clippy::unwrap_used)]

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
        let Self { terms, period, ledger, received_on, cause, findings } = self;
        let application = Application { received_on: *received_on, cause: *cause, lines, findings };
        assess(&Contract { terms, period, ledger }, &application)
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
fn illness_in_the_waiting_period_is_excluded_through_its_last_day() {
    let lines = ["2026-04-01", "2026-04-30", "2026-05-01"].map(|date| line("visit", date, 1_000));
    let waiting = Some(ExclusionReason::WaitingPeriod);
    let mut case = Case::new(json!({ "waiting_days": 30 }));
    assert_eq!(case.reasons(&lines), [waiting, waiting, None]);
    case.cause = Cause::Injury;
    assert_eq!(case.reasons(&lines), [None, None, None], "illness only");
    case.cause = Cause::Illness;
    case.period.first_start_date = day("2025-04-01");
    assert_eq!(case.reasons(&lines), [None, None, None], "first year only");
}

#[test]
fn a_claim_is_barred_after_three_years() {
    let mut case = Case::new(json!({}));
    case.period = PolicyPeriod { start_date: day("2016-01-01"), end_date: day("2016-12-31"), first_start_date: day("2016-01-01") };
    for (treated, received, barred) in [
        ("2016-02-14", "2019-02-13", false),
        ("2016-02-14", "2019-02-14", true),
        ("2016-02-29", "2019-02-28", false),
        ("2016-02-29", "2019-03-01", true),
    ] {
        case.received_on = day(received);
        let expected = barred.then_some(ExclusionReason::StatuteBarred);
        assert_eq!(case.reasons(&[line("visit", treated, 1_000)]), [expected], "{treated} {received}");
    }
}

#[test]
fn a_stay_is_judged_day_by_day() {
    // 30 and 31 March lie before the policy, 1 and 2 April in its waiting period, 3 April is covered: a fifth of the amount.
    let case = Case::new(json!({ "waiting_days": 2 }));
    let assessment = case.assess(&[stay("2026-03-30", 5, 10_001)]);
    let shown = &assessment.lines[0];
    let days: Vec<_> = shown.exclusions.iter().map(|run| (run.reason, run.from, run.through, run.days)).collect();
    assert_eq!(
        days,
        [
            (ExclusionReason::OutsidePeriod, day("2026-03-30"), day("2026-03-31"), 2),
            (ExclusionReason::WaitingPeriod, day("2026-04-01"), day("2026-04-02"), 2),
        ]
    );
    assert_eq!(shown.verdict, Verdict::PartlyCovered);
    assert_eq!(shown.eligible, Amount { yen: Yen::new(2_000).unwrap(), fraction: Some(Fraction { numerator: 1, denominator: 5 }) });
    // 2000.2 × 70 % = 1400.14
    assert_eq!(assessment.total_yen.get(), 1_400);
}

#[test]
fn the_last_day_of_the_policy_is_covered_and_the_next_is_not() {
    let case = Case::new(json!({}));
    let outside = Some(ExclusionReason::OutsidePeriod);
    let lines = ["2026-03-31", "2026-04-01", "2028-03-31", "2028-04-01"].map(|date| line("visit", date, 1_000));
    assert_eq!(case.reasons(&lines), [outside, None, None, outside]);
}

#[test]
fn categories_are_excluded_where_the_product_says_so() {
    let lines: Vec<ReadableLine> = ["treatment", "vaccine", "checkup", "neuter", "pregnancy", "supplement"]
        .map(|category| ReadableLine { category: serde_json::from_value(json!(category)).unwrap(), ..line("visit", "2026-05-01", 1_000) })
        .to_vec();
    let all = json!({ "exclusions": ["vaccine", "checkup", "neuter", "pregnancy", "supplement"] });
    let case = Case::new(all);
    let expected = [
        None,
        Some(ExclusionReason::Vaccine),
        Some(ExclusionReason::Checkup),
        Some(ExclusionReason::Neuter),
        Some(ExclusionReason::Pregnancy),
        Some(ExclusionReason::Supplement),
    ];
    assert_eq!(case.reasons(&lines), expected);
    assert_eq!(case.total(&lines), 700);
    assert_eq!(Case::new(json!({})).reasons(&lines), [None; 6]);
}

#[test]
fn a_kind_that_is_not_covered_pays_nothing() {
    let case = Case::new(json!({ "care": { "visit": {} } }));
    let lines = [line("visit", "2026-05-01", 1_000), line("operation", "2026-05-01", 90_000)];
    assert_eq!(case.reasons(&lines), [None, Some(ExclusionReason::KindNotCovered)]);
    assert_eq!(case.total(&lines), 700);
}

#[test]
fn a_line_that_repeats_another_in_every_field_is_paid_once() {
    let once = line("operation", "2026-05-01", 10_000);
    let dearer = ReadableLine { amount_yen: Yen::new(10_001).unwrap(), ..once.clone() };
    let renamed = ReadableLine { item: "再診".parse().unwrap(), ..once.clone() };
    let lines = [once.clone(), dearer, once.clone(), renamed, once.clone()];
    let case = Case::new(json!({}));
    let duplicate = Some(ExclusionReason::Duplicate);
    assert_eq!(case.reasons(&lines), [None, None, duplicate, None, duplicate]);
    // With a finding on the first, the next of its equals is the one that is kept, wherever it stands.
    for (at, expected) in [(1, [duplicate, None, None, None, duplicate]), (5, [None, None, duplicate, None, duplicate])] {
        let case = Case::new(json!({})).found(json!([{ "line": at, "reason": "duplicate" }]));
        assert_eq!(case.reasons(&lines), expected);
        assert_eq!(case.total(&lines), 21_000);
    }
}

#[test]
fn the_assessor_excludes_lines() {
    let lines = [line("visit", "2026-05-01", 1_000), line("visit", "2026-05-02", 2_000), line("visit", "2026-05-03", 4_000)];
    let case = Case::new(json!({ "exclusions": ["congenital"] }))
        .found(json!([{ "line": 3, "reason": "pre_existing" }, { "line": 1, "reason": "congenital" }]));
    let assessment = case.assess(&lines);
    assert_eq!(assessment.total_yen.get(), 1_400);
    assert_eq!(assessment.lines[2].exclusions[0].source, ExclusionSource::Assessor);
    assert_eq!(assessment.lines[0].verdict, Verdict::Excluded);
}

#[test]
fn findings_that_can_not_be_are_refused() {
    let lines = [line("visit", "2026-05-01", 1_000)];
    for (findings, refusal) in [
        (json!([{ "line": 0, "reason": "duplicate" }]), Refusal::FindingLineUnknown),
        (json!([{ "line": 2, "reason": "duplicate" }]), Refusal::FindingLineUnknown),
        (json!([{ "line": 1, "reason": "duplicate" }, { "line": 1, "reason": "duplicate" }]), Refusal::FindingRepeated),
        (json!([{ "line": 1, "reason": "congenital" }]), Refusal::FindingNotInProduct),
        (json!([{ "line": 1, "reason": "vaccine" }]), Refusal::FindingNotInProduct),
        (json!([{ "line": 1, "reason": "waiting_period" }]), Refusal::FindingNotInProduct),
        (json!([{ "line": 1, "reason": "outside_period" }]), Refusal::FindingIsComputed),
        (json!([{ "line": 1, "reason": "kind_not_covered" }]), Refusal::FindingIsComputed),
    ] {
        assert_eq!(Case::new(json!({})).found(findings.clone()).try_assess(&lines), Err(refusal), "{findings}");
    }
    let waiting = json!([{ "line": 1, "reason": "waiting_period" }]);
    assert_eq!(Case::new(json!({ "waiting_days": 30 })).found(waiting).total(&lines), 0, "an illness that broke out earlier");
}

#[test]
fn visit_lines_of_one_date_are_one_day_under_one_cap_and_deductible() {
    let case = Case::new(json!({ "deductible_yen": 1_000, "care": { "visit": { "cap_yen": 5_000 } } }));
    let lines = [line("visit", "2026-05-01", 4_000), line("visit", "2026-05-01", 5_000), line("visit", "2026-05-02", 3_000)];
    // (9,000 − 1,000) × 70 % = 5,600 → 5,000; (3,000 − 1,000) × 70 % = 1,400
    assert_eq!(case.total(&lines), 6_400);
    assert_eq!(case.assess(&lines).usage.years[0].visit_days, 2);
}

#[test]
fn stays_that_overlap_share_their_days() {
    let case = Case::new(json!({ "deductible_yen": 1_000, "care": { "stay": { "cap_yen": 10_000 } } }));
    // 入院料 30,000 for 3 days and 点滴 10,000 for the last 2: 10,000, 15,000 and 15,000 a day.
    let assessment = case.assess(&[stay("2026-05-01", 3, 30_000), stay("2026-05-02", 2, 10_000)]);
    let care = &assessment.years[0].cares[0];
    assert_eq!((care.times, care.deductible.yen.get(), care.before_cap.yen.get()), (3, 3_000, 25_900));
    // 6,300 + 9,800 + 9,800
    assert_eq!(assessment.total_yen.get(), 25_900);
    assert_eq!(care.occasions.iter().map(|run| run.times).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn each_operation_is_a_time_even_on_one_date() {
    let case = Case::new(json!({ "care": { "operation": { "cap_yen": 60_000, "limit_per_year": 2 } } }));
    let lines =
        [line("operation", "2026-05-01", 10_000), line("operation", "2026-05-01", 100_000), line("operation", "2026-05-01", 50_000)];
    // Two are left, the larger first: 60,000 and 35,000.
    let assessment = case.assess(&lines);
    assert_eq!(assessment.total_yen.get(), 95_000);
    let outcomes: Vec<_> = assessment.years[0].cares[0].occasions.iter().map(|run| (run.lines[0], run.outcome)).collect();
    let expected = [(2, OccasionOutcome::Counted), (3, OccasionOutcome::Counted), (1, OccasionOutcome::OverLimit)];
    assert_eq!(outcomes, expected);
}

#[test]
fn days_are_taken_in_the_order_of_time_and_a_day_that_pays_nothing_takes_none() {
    let case = Case::new(json!({ "deductible_yen": 1_000, "care": { "visit": { "limit_per_year": 5 } } })).used(1, 3, 9_999);
    let lines = [
        line("visit", "2026-05-04", 9_000),
        line("visit", "2026-05-02", 1_000),
        line("visit", "2026-05-03", 2_000),
        line("visit", "2026-05-01", 3_000),
    ];
    let assessment = case.assess(&lines);
    let care = &assessment.years[0].cares[0];
    assert_eq!((care.remaining, care.times_counted, care.times_over_limit, care.times_without_payment), (Some(2), 2, 1, 1));
    assert_eq!(assessment.total_yen.get(), 2_100);
    assert_eq!(assessment.usage.years[0].visit_days, 2);
}

#[test]
fn the_deductible_of_one_occasion_is_not_taken_from_another() {
    let case = Case::new(json!({ "deductible_yen": 3_000 }));
    assert_eq!(case.total(&[line("visit", "2026-05-01", 1_000), line("visit", "2026-05-02", 10_000)]), 4_900);
}

#[test]
fn a_kind_is_rounded_once() {
    // Three visits of 1,001 at 70 %: 700.7 each, 2,102.1 in all.
    assert_eq!(Case::new(json!({})).total(&visits(3, 1_001)), 2_102);
    // A stay of 3 days for 100,000: a day is 33,333 1/3, of which 70 % are 23,333 1/3; two days are left.
    let case = Case::new(json!({ "care": { "stay": { "limit_per_year": 2 } } }));
    let assessment = case.assess(&[stay("2026-05-01", 3, 100_000)]);
    let counted = Amount { yen: Yen::new(46_666).unwrap(), fraction: Some(Fraction { numerator: 2, denominator: 3 }) };
    assert_eq!(assessment.years[0].cares[0].counted, counted);
    assert_eq!(assessment.total_yen.get(), 46_666);
}

#[test]
fn the_yearly_amount_holds_the_sum_of_the_kinds() {
    let case = Case::new(json!({ "yearly_amount_yen": 100_000 })).used(1, 0, 40_000);
    let lines = [line("operation", "2026-05-01", 80_000), line("visit", "2026-05-01", 10_000)];
    let assessment = case.assess(&lines);
    let year = &assessment.years[0];
    assert_eq!((year.before_yearly_yen.get(), year.yearly_remaining_yen.unwrap().get()), (63_000, 60_000));
    assert_eq!(assessment.total_yen.get(), 60_000);
    let used_up = Case::new(json!({ "yearly_amount_yen": 100_000 })).used(1, 0, 100_000).assess(&lines);
    assert_eq!((used_up.total_yen.get(), used_up.usage.years.len()), (0, 0), "what pays nothing uses no days");
}

#[test]
fn each_policy_year_has_limits_of_its_own() {
    let case = Case::new(json!({ "yearly_amount_yen": 10_000, "care": { "visit": {}, "stay": { "limit_per_year": 2 } } }));
    // Four days across the anniversary: two in each year, 2,000 a day, 1,400 paid.
    let assessment = case.assess(&[stay("2027-03-30", 4, 8_000), line("visit", "2027-04-20", 20_000)]);
    let years: Vec<_> = assessment.years.iter().map(|year| (year.policy_year.number(), year.amount_yen.get())).collect();
    assert_eq!(years, [(1, 2_800), (2, 10_000)]);
    let days: Vec<_> = assessment.usage.years.iter().map(|year| (year.stay_days, year.visit_days)).collect();
    assert_eq!(days, [(2, 0), (2, 1)]);
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
