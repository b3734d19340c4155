//! The days that the law and the policy's terms count: when a payout is due, when a claim is barred.

use super::refusal::Refusal;
use chrono::{Datelike, Days, NaiveDate};

/// Days within which a claim is paid, the day on which it became complete included (requirements, Time limits; 保険法21条).
pub const PAYOUT_DAYS: u64 = 30;

/// Years after which a claim is barred by the statute of limitations (消滅時効, 保険法95条1項).
pub const STATUTE_YEARS: u32 = 3;

/// Days from completion, that day included, beyond which no extension of the payout reaches: the longest inquiry that the
/// usual terms of Japanese insurers know (180 days).
pub const EXTENSION_DAYS_MAXIMUM: u64 = 180;

/// The date itself, where it lies in the years that the product accepts: 1900 to 2999.
///
/// # Errors
/// [`Refusal::DateInvalid`]. The bound keeps every later computation with dates far from the calendar's ends.
pub fn accepted(date: NaiveDate) -> Result<NaiveDate, Refusal> {
    if (1900..=2999).contains(&date.year()) { Ok(date) } else { Err(Refusal::DateInvalid) }
}

/// The date so many days later; the calendar's last day where there is none.
#[must_use]
pub fn days_after(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

/// The first day after a period of whole years that begins with `date` (民法143条: 応当日).
///
/// A period ends on the day before the corresponding day. 29 February has none in a common year: the period then ends with
/// February, and the first day after it is 1 March.
#[must_use]
pub fn after_years(date: NaiveDate, years: u32) -> NaiveDate {
    let year = i32::try_from(years).ok().and_then(|years| date.year().checked_add(years));
    let Some(year) = year else { return NaiveDate::MAX };
    date.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1)).unwrap_or(NaiveDate::MAX)
}

/// The day by which a claim is to be paid that became complete on `completed_on` (支払期限).
///
/// Complete on 1 April, due 30 April: the day of completion counts (requirements, Time limits).
#[must_use]
pub fn payout_due_on(completed_on: NaiveDate) -> NaiveDate {
    days_after(completed_on, PAYOUT_DAYS - 1)
}

/// The last day to which the payout of a claim complete on `completed_on` can be extended.
#[must_use]
pub fn extension_last_day(completed_on: NaiveDate) -> NaiveDate {
    days_after(completed_on, EXTENSION_DAYS_MAXIMUM - 1)
}

/// The first day on which a treatment can no longer be claimed (消滅時効).
///
/// The day of treatment counts as the first of the three years: treated on 2016-02-14, a claim received on 2019-02-13 is in
/// time and one of 2019-02-14 is barred (requirements, worked cases).
// A last day that falls on a holiday is not moved (民法142条 moves it only where business rests by custom): claims arrive
// through the web on any day.
#[must_use]
pub fn barred_from(treated_on: NaiveDate) -> NaiveDate {
    after_years(treated_on, STATUTE_YEARS)
}

/// Whether a claim received on `received_on` for a treatment on `treated_on` comes too late.
#[must_use]
pub fn is_barred(treated_on: NaiveDate, received_on: NaiveDate) -> bool {
    received_on >= barred_from(treated_on)
}

/// The first day after the waiting period (待機期間) of a first contract that starts on `first_start_date`.
///
/// It lasts within the first policy year at most. 30 days from 1 April: illness is covered from 1 May (requirements, worked cases).
#[must_use]
pub fn waiting_over_on(first_start_date: NaiveDate, waiting_days: u16) -> NaiveDate {
    days_after(first_start_date, u64::from(waiting_days)).min(after_years(first_start_date, 1))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_payout_is_due_on_the_thirtieth_day() {
        for (complete, due) in [("2026-04-01", "2026-04-30"), ("2026-01-31", "2026-03-01"), ("2024-01-31", "2024-02-29")] {
            assert_eq!(payout_due_on(day(complete)), day(due), "{complete}");
        }
        assert_eq!(extension_last_day(day("2026-01-01")), day("2026-06-29"));
    }

    #[test]
    fn the_statute_of_three_years_counts_as_the_civil_code_does() {
        for (treated, last_day_in_time) in [
            ("2016-02-14", "2019-02-13"),
            ("2016-02-28", "2019-02-27"),
            ("2016-02-29", "2019-02-28"),
            ("2016-03-01", "2019-02-28"),
            ("2021-02-28", "2024-02-27"),
            ("2021-03-01", "2024-02-29"),
            ("2020-01-01", "2022-12-31"),
        ] {
            let last_day_in_time = day(last_day_in_time);
            assert!(!is_barred(day(treated), last_day_in_time), "{treated}");
            assert!(is_barred(day(treated), days_after(last_day_in_time, 1)), "{treated}");
        }
    }

    #[test]
    fn thirty_waiting_days_from_the_first_of_april_end_with_april() {
        for (start, days, over) in [
            ("2026-04-01", 30, "2026-05-01"),
            ("2026-04-01", 0, "2026-04-01"),
            ("2025-03-01", 365, "2026-03-01"),
            ("2023-03-01", 365, "2024-02-29"),
            ("2025-03-01", 999, "2026-03-01"),
        ] {
            assert_eq!(waiting_over_on(day(start), days), day(over), "{start} {days}");
        }
    }

    #[test]
    fn the_calendars_end_is_no_fault() {
        assert_eq!(days_after(NaiveDate::MAX, 1), NaiveDate::MAX);
        assert_eq!(after_years(NaiveDate::MAX, 1), NaiveDate::MAX);
        assert_eq!(after_years(day("2026-01-01"), u32::MAX), NaiveDate::MAX);
        assert_eq!(accepted(day("3000-01-01")), Err(Refusal::DateInvalid));
        assert_eq!(accepted(day("1899-12-31")), Err(Refusal::DateInvalid));
        assert!(accepted(day("2999-12-31")).is_ok());
    }

    proptest! {
        #[test]
        fn a_year_has_365_or_366_days_and_years_follow_one_another(offset in 0_u64..400_000, years in 0_u32..50) {
            let start = days_after(day("1900-01-01"), offset);
            let length = (after_years(start, years + 1) - after_years(start, years)).num_days();
            prop_assert!((365..=366).contains(&length));
        }

        #[test]
        fn a_later_treatment_is_never_barred_earlier(offset in 0_u64..400_000) {
            let treated = days_after(day("1900-01-01"), offset);
            prop_assert!(barred_from(treated) <= barred_from(days_after(treated, 1)));
        }
    }
}
