//! Which lines and days are covered.
#![allow(clippy::unwrap_used)]

use super::*;

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
fn a_lapsed_policy_covers_what_was_treated_before_its_day_alone() {
    let lapsed = Case { lapsed_on: Some(day("2026-06-02")), ..Case::new(json!({})) };
    let outside = Some(ExclusionReason::OutsidePeriod);
    assert_eq!(lapsed.reasons(&visits(3, 10_000)), [None, outside, outside]);
    // A stay that goes on is paid up to the day before.
    let days = lapsed.assess(&[stay("2026-05-31", 4, 40_000)]).lines[0].exclusions.clone();
    assert_eq!(days.iter().map(|exclusion| (exclusion.reason, exclusion.days)).collect::<Vec<_>>(), [(ExclusionReason::OutsidePeriod, 2)]);
}
