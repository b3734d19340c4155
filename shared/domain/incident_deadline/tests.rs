#![allow(clippy::unwrap_used)]
use super::*;
use crate::domain::organization::Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
use proptest::prelude::*;

struct Office {
    hours: BusinessHours,
    closed_days: Vec<NaiveDate>,
}

impl Office {
    fn new(days: &[Weekday], opens_at: &str, closes_at: &str, closed_days: &[&str]) -> Self {
        let hours = BusinessHours { days: days.to_vec(), opens_at: opens_at.parse().unwrap(), closes_at: closes_at.parse().unwrap() };
        Self { hours, closed_days: closed_days.iter().map(|day| day.parse().unwrap()).collect() }
    }

    fn calendar(&self) -> BusinessCalendar<'_> {
        BusinessCalendar { hours: &self.hours, closed_days: &self.closed_days }
    }

    fn due(&self, occurred_at: &str) -> Result<Timestamp, Refusal> {
        self.calendar().first_report_due(time(occurred_at))
    }
}

fn time(text: &str) -> Timestamp {
    chrono::DateTime::parse_from_rfc3339(&format!("{text}:00+09:00")).unwrap()
}

// An insurer, Monday to Friday.
fn insurer() -> Office {
    Office::new(&[Monday, Tuesday, Wednesday, Thursday, Friday], "09:00", "18:00", &[])
}

// A clinic, closed on Mondays, in the middle of August and over the new year.
fn clinic() -> Office {
    let closed = ["2026-08-13", "2026-12-29", "2026-12-30", "2026-12-31", "2027-01-02", "2027-01-03", "2027-01-05"];
    Office::new(&[Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday], "10:00", "19:30", &closed)
}

// A call centre, every day until late.
fn call_centre() -> Office {
    Office::new(&[Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday], "08:00", "22:00", &[])
}

// Two hours a week.
fn saturdays() -> Office {
    Office::new(&[Saturday], "10:00", "12:00", &[])
}

const INSURER: [(&str, &str); 38] = [
    // The opening minute, before it, and hours on both sides of closing.
    ("2026-10-01T09:00", "2026-10-01T12:00"),
    ("2026-10-01T08:59", "2026-10-01T12:00"),
    ("2026-10-01T00:00", "2026-10-01T12:00"),
    ("2026-10-01T09:01", "2026-10-01T12:01"),
    ("2026-10-01T12:30", "2026-10-01T15:30"),
    ("2026-10-01T15:00", "2026-10-01T18:00"),
    ("2026-10-01T15:01", "2026-10-01T18:01"),
    ("2026-10-01T17:59", "2026-10-01T20:59"),
    ("2026-10-01T18:00", "2026-10-02T12:00"),
    ("2026-10-01T18:01", "2026-10-02T12:00"),
    ("2026-10-01T23:59", "2026-10-02T12:00"),
    // A weekend.
    ("2026-10-02T17:30", "2026-10-02T20:30"),
    ("2026-10-02T18:00", "2026-10-05T12:00"),
    ("2026-10-03T10:00", "2026-10-05T12:00"),
    ("2026-10-04T23:59", "2026-10-05T12:00"),
    ("2026-10-05T00:00", "2026-10-05T12:00"),
    // Holidays on a Monday and in the week.
    ("2026-10-09T18:00", "2026-10-13T12:00"),
    ("2026-10-12T10:00", "2026-10-13T12:00"),
    ("2026-10-13T08:00", "2026-10-13T12:00"),
    ("2026-11-02T19:00", "2026-11-04T12:00"),
    ("2026-11-03T09:00", "2026-11-04T12:00"),
    ("2026-11-20T18:30", "2026-11-24T12:00"),
    ("2026-11-23T11:00", "2026-11-24T12:00"),
    // 敬老の日, 国民の休日 and 秋分の日 in a row.
    ("2026-09-18T17:59", "2026-09-18T20:59"),
    ("2026-09-18T18:00", "2026-09-24T12:00"),
    ("2026-09-22T10:00", "2026-09-24T12:00"),
    ("2026-09-24T07:00", "2026-09-24T12:00"),
    // The holidays of May, with a substitute three days after its Sunday.
    ("2026-05-01T18:00", "2026-05-07T12:00"),
    ("2026-05-06T12:00", "2026-05-07T12:00"),
    // Substitutes.
    ("2025-02-21T20:00", "2025-02-25T12:00"),
    ("2025-02-24T10:00", "2025-02-25T12:00"),
    ("2027-03-19T18:00", "2027-03-23T12:00"),
    ("2027-03-22T09:00", "2027-03-23T12:00"),
    // The year's end, at which this organization isn't closed.
    ("2026-12-31T10:00", "2026-12-31T13:00"),
    ("2026-12-31T18:00", "2027-01-04T12:00"),
    ("2027-01-01T00:00", "2027-01-04T12:00"),
    ("2025-12-31T18:00", "2026-01-02T12:00"),
    ("2026-01-01T12:00", "2026-01-02T12:00"),
];

const CLINIC: [(&str, &str); 20] = [
    ("2026-10-04T09:59", "2026-10-04T13:00"),
    ("2026-10-04T10:00", "2026-10-04T13:00"),
    ("2026-10-04T19:29", "2026-10-04T22:29"),
    ("2026-10-04T19:30", "2026-10-06T13:00"),
    ("2026-10-05T12:00", "2026-10-06T13:00"),
    ("2026-10-12T12:00", "2026-10-13T13:00"),
    ("2026-11-03T12:00", "2026-11-04T13:00"),
    ("2026-11-22T19:30", "2026-11-24T13:00"),
    ("2026-05-03T10:30", "2026-05-07T13:00"),
    ("2027-02-23T15:00", "2027-02-24T13:00"),
    // A holiday, a day of business, a closed day.
    ("2026-08-11T12:00", "2026-08-12T13:00"),
    ("2026-08-12T20:00", "2026-08-14T13:00"),
    ("2026-08-13T10:00", "2026-08-14T13:00"),
    ("2026-08-14T09:00", "2026-08-14T13:00"),
    // Closed over the new year: closed days, a holiday and a Monday in one.
    ("2026-12-27T19:00", "2026-12-27T22:00"),
    ("2026-12-27T19:30", "2027-01-06T13:00"),
    ("2026-12-28T12:00", "2027-01-06T13:00"),
    ("2026-12-29T10:00", "2027-01-06T13:00"),
    ("2027-01-05T23:00", "2027-01-06T13:00"),
    ("2027-01-06T05:00", "2027-01-06T13:00"),
];

const CALL_CENTRE: [(&str, &str); 8] = [
    ("2026-10-03T21:59", "2026-10-04T00:59"),
    ("2026-10-03T22:00", "2026-10-04T11:00"),
    ("2026-12-31T21:30", "2027-01-01T00:30"),
    ("2026-12-31T22:00", "2027-01-02T11:00"),
    ("2027-01-01T09:00", "2027-01-02T11:00"),
    ("2026-05-02T22:30", "2026-05-07T11:00"),
    ("2028-02-28T22:00", "2028-02-29T11:00"),
    ("2028-02-29T23:00", "2028-03-01T11:00"),
];

const SATURDAYS: [(&str, &str); 6] = [
    ("2026-10-03T11:59", "2026-10-03T14:59"),
    ("2026-10-03T12:00", "2026-10-10T13:00"),
    ("2026-10-10T09:00", "2026-10-10T13:00"),
    ("2026-09-28T10:00", "2026-10-03T13:00"),
    // 憲法記念日 on a Saturday.
    ("2025-05-02T12:00", "2025-05-10T13:00"),
    // Nobody knows yet which of these days is a holiday, and none of them is a Saturday.
    ("2028-03-18T12:00", "2028-03-25T13:00"),
];

#[test]
fn a_first_report_is_due_three_hours_after_the_incident_or_the_next_opening() {
    let offices = [(insurer(), &INSURER[..]), (clinic(), &CLINIC), (call_centre(), &CALL_CENTRE), (saturdays(), &SATURDAYS)];
    let mut count = 0;
    for (place, (office, cases)) in offices.iter().enumerate() {
        for (occurred_at, due) in *cases {
            assert_eq!(office.due(occurred_at), Ok(time(due)), "office {place}: {occurred_at}");
            count += 1;
        }
    }
    println!("{count} due times of first reports");
    assert!(count >= 60, "{count}");
}

#[test]
fn a_due_time_that_hangs_on_an_unknown_holiday_is_an_error() {
    for occurred_at in ["2028-03-17T18:00", "2028-03-21T10:00", "2030-12-31T18:00", "2024-12-31T10:00", "2031-06-01T10:00"] {
        assert_eq!(insurer().due(occurred_at), Err(Refusal::HolidaysUnknown), "{occurred_at}");
    }
    let never = Office::new(&[], "09:00", "18:00", &[]);
    assert_eq!(never.due("2026-10-01T10:00"), Err(Refusal::HolidaysUnknown));
}

#[test]
fn business_hours_are_those_of_japan() {
    let occurred_at = chrono::DateTime::parse_from_rfc3339("2026-10-01T23:30:00-05:00").unwrap();
    assert_eq!(insurer().calendar().first_report_due(occurred_at), Ok(time("2026-10-02T16:30")));
}

#[test]
fn the_law_counts_the_day_on_which_a_leak_becomes_known() {
    let date = |text: &str| text.parse::<NaiveDate>().unwrap();
    for (known_on, wrongful_purpose, preliminary_until, final_on) in [
        ("2026-10-01", false, "2026-10-05", "2026-10-30"),
        ("2026-10-01", true, "2026-10-05", "2026-11-30"),
        ("2026-10-25", false, "2026-10-29", "2026-11-24"),
        ("2026-12-01", false, "2026-12-05", "2027-01-04"),
        ("2026-11-01", true, "2026-11-05", "2027-01-04"),
        ("2026-08-20", false, "2026-08-24", "2026-09-18"),
        ("2026-08-21", false, "2026-08-25", "2026-09-24"),
    ] {
        let deadlines = LeakDeadlines::new(date(known_on), wrongful_purpose).unwrap();
        assert_eq!((deadlines.preliminary_until, deadlines.final_on), (date(preliminary_until), date(final_on)), "{known_on}");
        assert_eq!(deadlines.preliminary_from, date(known_on) + Days::new(2));
    }
    assert_eq!(LeakDeadlines::new(date("2030-12-15"), false), Err(Refusal::HolidaysUnknown));
}

proptest! {
    #[test]
    fn a_report_is_due_three_hours_of_business_or_more_after_the_incident(minutes in 0_i64..1_500_000, later in 0_i64..20_000) {
        for office in [insurer(), clinic(), call_centre(), saturdays()] {
            let occurred_at = time("2025-01-01T00:00") + TimeDelta::minutes(minutes);
            let due = office.calendar().first_report_due(occurred_at).unwrap();
            prop_assert!(due - occurred_at >= TimeDelta::hours(FIRST_REPORT_HOURS));
            // It counts from a time of business.
            let starts_at = due - TimeDelta::hours(FIRST_REPORT_HOURS);
            prop_assert!(office.calendar().is_business_day(day(starts_at)).unwrap());
            prop_assert!(starts_at < at(day(starts_at), office.hours.closes_at.minutes()).unwrap());
            // An incident that comes later is due no earlier.
            let after = office.calendar().first_report_due(occurred_at + TimeDelta::minutes(later)).unwrap();
            prop_assert!(after >= due);
        }
    }
}
