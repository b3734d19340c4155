#![allow(clippy::unwrap_used)]
use super::*;
use crate::domain::{deadline::days_after, product::ProductTerms};
use proptest::prelude::*;
use serde_json::json;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn period(start: &str, end: &str) -> PolicyPeriod {
    PolicyPeriod { start_date: day(start), end_date: day(end), first_start_date: day(start) }
}

fn terms() -> ProductTerms {
    serde_json::from_value(json!({
        "name": "p", "coverage_rate_percent": 70, "deductible_yen": 0, "waiting_days": 0, "yearly_amount_yen": 100_000,
        "care": { "visit": { "limit_per_year": 3 }, "stay": {} }
    }))
    .unwrap()
}

fn usage(policy_year: u16, visit_days: u32, stay_days: u32, operations: u32, yen: u64) -> Usage {
    let policy_year = PolicyYear::new(policy_year);
    Usage { years: vec![YearUsage { policy_year, visit_days, stay_days, operations, amount_yen: Yen::new(yen).unwrap() }] }
}

#[test]
fn policy_years_begin_on_anniversaries() {
    for (start, date, year) in [
        ("2024-04-01", "2024-04-01", Some(1)),
        ("2024-04-01", "2025-03-31", Some(1)),
        ("2024-04-01", "2025-04-01", Some(2)),
        ("2024-04-01", "2027-03-31", Some(3)),
        ("2024-04-01", "2024-03-31", None),
        ("2024-04-01", "2033-12-31", Some(10)),
        ("2024-04-01", "2034-01-01", None),
        ("2024-02-29", "2025-02-28", Some(1)),
        ("2024-02-29", "2025-03-01", Some(2)),
        ("2024-02-29", "2028-02-28", Some(4)),
        ("2024-02-29", "2028-02-29", Some(5)),
        ("2023-12-31", "2024-12-30", Some(1)),
        ("2023-12-31", "2024-12-31", Some(2)),
    ] {
        let found = period(start, "2033-12-31").year_of(day(date)).map(PolicyYear::number);
        assert_eq!(found, year, "{start} {date}");
    }
}

#[test]
fn an_unsound_period_tells_every_mistake() {
    assert_eq!(period("2026-04-01", "2027-03-31").validate(), []);
    assert_eq!(period("2026-04-01", "2026-04-01").validate(), []);
    assert_eq!(period("2026-04-01", "2056-03-31").validate(), []);
    for (start, end, first, path, refusal) in [
        ("2026-04-01", "2026-03-31", "2026-04-01", "end_date", Refusal::PeriodInvalid),
        ("2026-04-01", "2056-04-01", "2026-04-01", "end_date", Refusal::PolicyPeriodTooLong(30)),
        ("2026-04-01", "2027-03-31", "2026-04-02", "first_start_date", Refusal::FirstStartAfterStart),
        ("2026-04-01", "2027-03-31", "1899-04-01", "first_start_date", Refusal::DateInvalid),
    ] {
        let period = PolicyPeriod { start_date: day(start), end_date: day(end), first_start_date: day(first) };
        assert_eq!(period.validate(), [FieldRefusal::new(path, refusal)]);
    }
}

#[test]
fn the_ledger_takes_up_to_the_limit_and_no_further() {
    let ledger = LimitLedger::default().take(&terms(), &usage(1, 3, 500, 0, 100_000)).unwrap();
    let left = ledger.remaining(&terms(), PolicyYear::new(1));
    assert_eq!((left.visit_days, left.stay_days, left.operations, left.amount_yen), (Some(0), None, Some(0), Some(Yen::ZERO)));
    for over in [usage(1, 1, 0, 0, 0), usage(1, 0, 0, 0, 1), usage(1, 0, 0, 1, 0), usage(2, 4, 0, 0, 0), usage(2, 0, 0, 0, 100_001)] {
        assert_eq!(ledger.take(&terms(), &over), Err(Refusal::LimitOverrun));
    }
    assert!(ledger.take(&terms(), &usage(2, 3, 0, 0, 100_000)).is_ok(), "the next policy year has limits of its own");
}

#[test]
fn what_was_not_taken_is_not_given_back() {
    let ledger = LimitLedger::default().take(&terms(), &usage(1, 1, 1, 0, 10)).unwrap();
    for over in [usage(1, 2, 0, 0, 0), usage(1, 0, 2, 0, 0), usage(1, 0, 0, 1, 0), usage(1, 0, 0, 0, 11), usage(2, 1, 0, 0, 0)] {
        assert_eq!(ledger.give_back(&over), Err(Refusal::LimitUnderrun));
    }
}

proptest! {
    #[test]
    fn giving_back_what_was_taken_restores_the_ledger(
        first in (1_u16..4, 0_u32..3, 0_u32..9, 0_u64..60_000), second in (1_u16..4, 0_u32..3, 0_u32..9, 0_u64..60_000)
    ) {
        let [first, second] = [first, second].map(|(year, visits, stays, yen)| usage(year, visits, stays, 0, yen));
        let before = LimitLedger::default().take(&terms(), &first).unwrap();
        if let Ok(after) = before.take(&terms(), &second) {
            prop_assert_eq!(after.give_back(&second).unwrap(), before);
            for year in &after.years {
                prop_assert!(year.visit_days <= 3 && year.amount_yen.get() <= 100_000);
            }
        }
    }

    #[test]
    fn every_covered_day_has_a_policy_year_and_years_ascend(offset in 0_u64..100_000, length in 0_u64..10_000, at in 0_u64..10_000) {
        let start_date = days_after(day("1950-01-01"), offset);
        let period = PolicyPeriod { start_date, end_date: days_after(start_date, length), first_start_date: start_date };
        let date = days_after(start_date, at.min(length));
        let year = period.year_of(date).unwrap();
        prop_assert!(after_years(start_date, u32::from(year.number()) - 1) <= date);
        prop_assert!(date < after_years(start_date, u32::from(year.number())));
    }
}

#[test]
fn years_are_counted_to_the_last_day() {
    let three = period("2024-02-29", "2026-03-01");
    let starts: Vec<String> = three.years().map(|year| three.start_of(year).to_string()).collect();
    assert_eq!(starts, ["2024-02-29", "2025-03-01", "2026-03-01"]);
    assert_eq!(period("2024-04-01", "2025-03-31").years().count(), 1);
}

fn policy(period: PolicyPeriod, ledger: LimitLedger) -> Policy {
    let now = crate::domain::time::in_japan(chrono::DateTime::UNIX_EPOCH);
    let unique = crate::domain::id::Unique::new(now, [0; 10]);
    let subject = PolicySubject {
        id: crate::domain::id::Identifier::from_unique(unique),
        animal: crate::domain::id::Identifier::from_unique(unique),
        policyholder: crate::domain::id::Identifier::from_unique(unique),
        product: crate::domain::id::Identifier::from_unique(unique),
    };
    let by = crate::domain::id::Identifier::from_unique(unique);
    Policy { ledger, ..Policy::create(subject, terms(), details(period), by, now) }
}

fn details(period: PolicyPeriod) -> PolicyDetails {
    PolicyDetails { number: "A-1".parse().unwrap(), period, note: None }
}

#[test]
fn a_period_that_claims_used_stays_where_they_were_counted() {
    let (entered, now) = (period("2024-04-01", "2027-03-31"), crate::domain::time::in_japan(chrono::DateTime::UNIX_EPOCH));
    let unused = policy(entered, LimitLedger::default());
    assert!(unused.update(details(period("2024-05-01", "2024-05-31")), now).is_ok());
    let used = policy(entered, LimitLedger::default().take(&terms(), &usage(2, 1, 0, 0, 100)).unwrap());
    let earlier_first = PolicyPeriod { first_start_date: day("2023-04-01"), ..entered };
    for (changed, allowed) in [
        (entered, true),
        (period("2024-04-01", "2028-03-31"), true),
        (period("2024-04-01", "2025-04-01"), true),
        (period("2024-04-01", "2025-03-31"), false),
        (period("2024-04-02", "2027-03-31"), false),
        (earlier_first, false),
    ] {
        assert_eq!(used.clone().update(details(changed), now).err(), (!allowed).then_some(Refusal::PolicyHasClaims), "{changed:?}");
    }
}
