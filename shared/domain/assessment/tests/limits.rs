//! Occasions, deductible, caps, limits and rounding.
#![allow(clippy::unwrap_used)]

use super::*;

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
fn an_occasion_below_the_deductible_deducts_no_more_than_itself() {
    let case = Case::new(json!({ "deductible_yen": 3_000 }));
    let assessment = case.assess(&[line("visit", "2026-05-01", 1_000), line("visit", "2026-05-02", 10_000)]);
    let care = &assessment.years[0].cares[0];
    assert_eq!((care.eligible.yen.get(), care.deductible.yen.get(), care.after_deductible.yen.get()), (11_000, 4_000, 7_000));
}

#[test]
fn a_kind_that_pays_less_than_a_yen_uses_no_day() {
    let assessment = Case::new(json!({})).assess(&[line("visit", "2026-05-01", 1), line("operation", "2026-05-01", 10_000)]);
    let used = assessment.usage.years[0];
    assert_eq!((used.visit_days, used.operations, used.amount_yen.get()), (0, 1, 7_000));
}
