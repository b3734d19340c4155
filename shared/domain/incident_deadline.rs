//! By when an incident is told (障害の通知, WP14), and by when the law wants a leak of personal data reported.

use super::holiday;
use super::organization::{BusinessHours, Weekday};
use super::refusal::Refusal;
use super::time::{JST, Timestamp, day};
use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeDelta};

/// How long the first report may take, counted from the incident or from the next opening.
pub const FIRST_REPORT_HOURS: i64 = 3;

/// When an organization does business: its hours, and the days on which it is closed besides weekends and holidays.
#[derive(Clone, Copy, Debug)]
pub struct BusinessCalendar<'a> {
    /// 営業時間.
    pub hours: &'a BusinessHours,
    /// 休業日.
    pub closed_days: &'a [NaiveDate],
}

impl BusinessCalendar<'_> {
    /// By when the first report of an incident is due (第一報の期限).
    ///
    /// Three hours after an incident in business hours, also where that is past closing time; else three hours after the next
    /// opening, which is the same day's where it came before opening on a business day. The minute of closing is past closing.
    ///
    /// # Errors
    /// [`Refusal::HolidaysUnknown`] where it hangs on a holiday that isn't known.
    pub fn first_report_due(&self, occurred_at: Timestamp) -> Result<Timestamp, Refusal> {
        let occurred_at = occurred_at.with_timezone(&JST);
        let today = day(occurred_at);
        let starts_at = if self.is_business_day(today)? && occurred_at < at(today, self.hours.closes_at.minutes())? {
            occurred_at.max(at(today, self.hours.opens_at.minutes())?)
        } else {
            at(self.next_business_day(today)?, self.hours.opens_at.minutes())?
        };
        Ok(starts_at + TimeDelta::hours(FIRST_REPORT_HOURS))
    }

    /// Whether the organization does business on a day.
    ///
    /// # Errors
    /// [`Refusal::HolidaysUnknown`] for a day of the week on which it does, if it isn't known whether that is a holiday.
    pub fn is_business_day(&self, day: NaiveDate) -> Result<bool, Refusal> {
        if !self.hours.days.contains(&weekday(day)) || self.closed_days.contains(&day) {
            return Ok(false);
        }
        holiday::is_holiday(day).map(|is_holiday| !is_holiday)
    }

    fn next_business_day(&self, today: NaiveDate) -> Result<NaiveDate, Refusal> {
        for day in today.iter_days().skip(1) {
            if self.is_business_day(day)? {
                return Ok(day);
            }
            // Without a day of business the search ends where the holidays do.
            if day.to_string().as_str() >= holiday::LAST_DAY {
                break;
            }
        }
        Err(Refusal::HolidaysUnknown)
    }
}

// Japan has no summer time, so that every time of day is there, once.
fn at(day: NaiveDate, minutes: u16) -> Result<Timestamp, Refusal> {
    let midnight = day.and_time(NaiveTime::MIN).and_local_timezone(JST).single().ok_or(Refusal::DateInvalid)?;
    Ok(midnight + TimeDelta::minutes(minutes.into()))
}

fn weekday(day: NaiveDate) -> Weekday {
    match day.weekday() {
        chrono::Weekday::Mon => Weekday::Monday,
        chrono::Weekday::Tue => Weekday::Tuesday,
        chrono::Weekday::Wed => Weekday::Wednesday,
        chrono::Weekday::Thu => Weekday::Thursday,
        chrono::Weekday::Fri => Weekday::Friday,
        chrono::Weekday::Sat => Weekday::Saturday,
        chrono::Weekday::Sun => Weekday::Sunday,
    }
}

/// By when the Personal Information Protection Commission wants to know of a leak (個人情報保護法施行規則第8条).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeakDeadlines {
    /// 速報, at the earliest of "about three to five days": the third, the day on which it became known included.
    pub preliminary_from: NaiveDate,
    /// 速報, at the latest: the fifth.
    pub preliminary_until: NaiveDate,
    /// 確報: the 30th day, or the 60th where a wrongful purpose is feared.
    pub final_on: NaiveDate,
}

impl LeakDeadlines {
    /// The deadlines of a leak that became known on a day. Every day counts, the first included; a last day of the final report on
    /// which government offices are closed moves to the next on which they aren't (the Commission's guidelines, 通則編 3-5-3-4).
    ///
    /// # Errors
    /// [`Refusal::HolidaysUnknown`] where the final day hangs on a holiday that isn't known.
    pub fn new(known_on: NaiveDate, wrongful_purpose: bool) -> Result<Self, Refusal> {
        let nth = |number: u64| known_on.checked_add_days(Days::new(number - 1)).ok_or(Refusal::DateInvalid);
        let mut final_on = nth(if wrongful_purpose { 60 } else { 30 })?;
        while offices_are_closed(final_on)? {
            final_on = final_on.succ_opt().ok_or(Refusal::DateInvalid)?;
        }
        Ok(Self { preliminary_from: nth(3)?, preliminary_until: nth(5)?, final_on })
    }
}

// 行政機関の休日に関する法律第1条.
fn offices_are_closed(day: NaiveDate) -> Result<bool, Refusal> {
    let is_weekend = matches!(day.weekday(), chrono::Weekday::Sat | chrono::Weekday::Sun);
    let is_new_year = matches!((day.month(), day.day()), (12, 29..=31) | (1, 2..=3));
    Ok(is_weekend || is_new_year || holiday::is_holiday(day)?)
}

#[cfg(test)]
mod tests;
