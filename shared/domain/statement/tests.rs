#![allow(clippy::unwrap_used)]
use super::*;
use proptest::prelude::*;
use serde_json::json;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn stay(days: u16) -> ReadableLine {
    let mut line: ReadableLine = serde_json::from_value(json!({
        "treated_on": "2026-04-01", "care": "stay", "category": "treatment", "stay_days": 1, "amount_yen": 1000, "item": "入院料"
    }))
    .unwrap();
    line.stay_days = Some(days);
    line
}

#[test]
fn two_nights_and_three_days_are_three_days() {
    for (admitted, discharged, days) in [
        ("2026-04-01", "2026-04-03", Ok(3)),
        ("2026-04-01", "2026-04-01", Ok(1)),
        ("2024-02-28", "2024-03-01", Ok(3)),
        ("2026-01-01", "2027-01-01", Ok(366)),
        ("2026-01-01", "2027-01-02", Err(Refusal::StayDaysOutOfRange(366))),
        ("2026-04-02", "2026-04-01", Err(Refusal::StayEndsBeforeStart)),
    ] {
        assert_eq!(stay_days(day(admitted), day(discharged)), days, "{admitted} {discharged}");
    }
    assert_eq!(stay(3).last_day(), day("2026-04-03"));
}

#[test]
fn a_statement_tells_every_mistake_with_its_place() {
    let mut visit = ReadableLine { care: Care::Visit, ..stay(1) };
    let missing = ReadableLine { stay_days: None, ..stay(1) };
    let early = ReadableLine { treated_on: day("1899-12-31"), ..stay(1) };
    let told = validate(&[visit.clone(), missing, stay(0), stay(367), early, stay(2)]);
    assert_eq!(
        told,
        [
            FieldRefusal::new("lines[0].stay_days", Refusal::StayDaysUnexpected),
            FieldRefusal::new("lines[1].stay_days", Refusal::StayDaysMissing),
            FieldRefusal::new("lines[2].stay_days", Refusal::StayDaysOutOfRange(366)),
            FieldRefusal::new("lines[3].stay_days", Refusal::StayDaysOutOfRange(366)),
            FieldRefusal::new("lines[4].treated_on", Refusal::DateInvalid),
        ]
    );
    visit.stay_days = None;
    assert_eq!(validate(&[visit.clone()]), []);
    assert_eq!(validate(&vec![visit.clone(); 201]), [FieldRefusal::new("lines", Refusal::StatementTooLong(200))]);
    visit.amount_yen = Yen::MAX;
    assert_eq!(validate(&[visit.clone(), visit]), [FieldRefusal::new("lines", Refusal::AmountOutOfRange)]);
}

#[test]
fn stays_of_up_to_31_days_always_have_a_common_fraction() {
    let lines: Vec<ReadableLine> = (1..=31).map(stay).collect();
    assert_eq!(stay_denominator(&lines), Some(72_201_776_446_800));
    // The worst five lengths: the largest that share no divisor.
    assert!(stay_denominator(&[366, 365, 361, 359, 353].map(stay)).is_some());
    let lines: Vec<ReadableLine> = (350..=366).map(stay).collect();
    assert_eq!(validate(&lines), [FieldRefusal::new("lines", Refusal::StayLengthsTooVaried)]);
}

#[test]
fn all_stays_together_are_bounded() {
    assert_eq!(validate(&vec![stay(31); 200]), []);
    assert_eq!(validate(&vec![stay(366); 17]), [FieldRefusal::new("lines", Refusal::StayDaysInAllTooMany(6_200))]);
}

#[test]
fn a_line_refuses_fields_it_does_not_know() {
    let mut line = serde_json::to_value(stay(3)).unwrap();
    line["price"] = 1.into();
    assert!(serde_json::from_value::<ReadableLine>(line).is_err());
}

proptest! {
    #[test]
    fn the_denominator_is_divided_by_every_length(lengths in prop::collection::vec(1_u16..=366, 0..6)) {
        let lines: Vec<ReadableLine> = lengths.iter().copied().map(stay).collect();
        if let Some(common) = stay_denominator(&lines) {
            prop_assert!(lengths.iter().all(|days| common % u64::from(*days) == 0));
        } else {
            prop_assert!(lengths.len() > 5);
        }
    }
}
