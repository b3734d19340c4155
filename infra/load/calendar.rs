//! The days of the portfolio: its dates lie years back, so each policy is moved by whole years to the last one that is over.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};

/// The waiting period of the portfolio's products, in days.
pub const WAITING_DAYS: u16 = 30;
/// How many claims of an animal find a day of their own after the waiting period, also in a common year.
pub const CLAIMS_MAXIMUM: u32 = 335;

/// The period of a policy, both days included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub start: NaiveDate,
    /// The last day.
    pub end: NaiveDate,
}

/// The day in Japan at a point in time.
pub fn day_in_japan(now: DateTime<Utc>) -> NaiveDate {
    now.checked_add_signed(TimeDelta::hours(9)).unwrap_or(now).date_naive()
}

/// The day of an enrolment: `9/18/18 17:51`, month first, or `2018-09-18`; a time after it is left out.
pub fn enrolment(text: &str) -> Option<NaiveDate> {
    let day = text.split_whitespace().next()?;
    NaiveDate::parse_from_str(day, "%m/%d/%y").or_else(|_| NaiveDate::parse_from_str(day, "%Y-%m-%d")).ok()
}

/// The policy year of an enrolment, moved by whole years so that it is over and yet as late as that allows: no treatment in it
/// is in the future, and none is anywhere near three years old.
pub fn policy_year(enrolled_on: NaiveDate, today: NaiveDate) -> Option<Period> {
    (0..=2).filter_map(|years| year_from(enrolled_on, today.year() - years)).find(|period| period.end < today)
}

fn year_from(enrolled_on: NaiveDate, year: i32) -> Option<Period> {
    let start = in_year(enrolled_on, year)?;
    Some(Period { start, end: in_year(enrolled_on, year + 1)?.pred_opt()? })
}

// 29 February is the first of March where there is none, as in the law on periods.
fn in_year(day: NaiveDate, year: i32) -> Option<NaiveDate> {
    day.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))
}

/// As many different days of treatment, spread evenly over what follows the waiting period; none where it has fewer days.
pub fn treatment_days(period: Period, count: u32) -> Option<Vec<NaiveDate>> {
    let first = period.start.checked_add_days(Days::new(u64::from(WAITING_DAYS)))?;
    let days = u64::try_from((period.end - first).num_days() + 1).ok()?;
    let count = u64::from(count);
    if count > days {
        return None;
    }
    (0..count).map(|at| first.checked_add_days(Days::new(at * days / count))).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn enrolments_are_read_month_first_and_without_their_time() {
        for (text, expected) in
            [("9/18/18 17:51", "2018-09-18"), ("12/5/18 9:13", "2018-12-05"), ("1/1/19", "2019-01-01"), ("2018-02-28", "2018-02-28")]
        {
            assert_eq!(enrolment(text), Some(day(expected)), "{text}");
        }
        for text in ["", "18/9/18", "2018/09/18", "yesterday", "2/29/18"] {
            assert_eq!(enrolment(text), None, "{text}");
        }
    }

    #[test]
    fn a_policy_year_is_the_last_one_that_is_over() {
        for (enrolled, today, start, end) in [
            ("2018-09-18", "2026-11-23", "2025-09-18", "2026-09-17"),
            ("2018-11-23", "2026-11-23", "2025-11-23", "2026-11-22"),
            ("2018-11-24", "2026-11-23", "2024-11-24", "2025-11-23"),
            ("2018-01-01", "2026-01-01", "2025-01-01", "2025-12-31"),
            ("2018-12-31", "2026-01-01", "2024-12-31", "2025-12-30"),
            ("2016-02-29", "2026-11-23", "2025-03-01", "2026-02-28"),
            ("2016-02-29", "2025-04-01", "2024-02-29", "2025-02-28"),
            ("2030-06-01", "2026-11-23", "2025-06-01", "2026-05-31"),
        ] {
            let period = policy_year(day(enrolled), day(today)).unwrap();
            assert_eq!((period.start, period.end), (day(start), day(end)), "{enrolled} {today}");
        }
    }

    #[test]
    fn treatments_lie_on_days_of_their_own_after_the_waiting_period() {
        for start in ["2025-01-01", "2024-02-29", "2023-06-15"] {
            let period = year_from(day(start), day(start).year()).unwrap();
            for count in [0, 1, 2, 51, 334, CLAIMS_MAXIMUM] {
                let days = treatment_days(period, count).unwrap();
                assert_eq!(days.len(), usize::try_from(count).unwrap());
                assert!(days.windows(2).all(|pair| pair[0] < pair[1]));
                assert!(days.iter().all(|day| *day >= period.start + Days::new(30) && *day <= period.end), "{start} {count}");
            }
            assert_eq!(treatment_days(period, 337), None);
        }
    }

    #[test]
    fn the_day_in_japan_begins_nine_hours_earlier() {
        let at = |text: &str| day_in_japan(DateTime::parse_from_rfc3339(text).unwrap().to_utc());
        assert_eq!(at("2026-03-31T14:59:59Z"), day("2026-03-31"));
        assert_eq!(at("2026-03-31T15:00:00Z"), day("2026-04-01"));
    }
}
