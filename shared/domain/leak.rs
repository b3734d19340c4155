//! A leak of personal data in an incident (漏えい等, 個人情報保護法26条): what is known of it, and how pressing the reports to the
//! Personal Information Protection Commission are.

use super::date;
use super::incident_deadline::LeakDeadlines;
use super::refusal::{FieldRefusal, Refusal};
use super::time::{Timestamp, day, rfc3339};
use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How many days before the earliest day of the preliminary report it becomes pressing.
const PRELIMINARY_DAYS: u64 = 1;
/// How many days before the last day of the final report it becomes pressing.
const FINAL_DAYS: u64 = 7;

/// What is known of a leak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeakFacts {
    /// 知った日時: when it became known, which is day one of both reports.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub known_at: Timestamp,
    /// 不正の目的のおそれ: whether a wrongful purpose is feared, such as an attack. The final report has 60 days then.
    pub wrongful_purpose: bool,
}

/// A leak, and which of the reports on it were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leak {
    /// What is known.
    pub facts: LeakFacts,
    /// 速報の提出日.
    #[serde(default, deserialize_with = "date::strict")]
    pub preliminary_filed_on: Option<NaiveDate>,
    /// 確報の提出日.
    #[serde(default, deserialize_with = "date::strict")]
    pub final_filed_on: Option<NaiveDate>,
}

/// How pressing the reports on a leak are: each step has an alarm of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeakUrgency {
    /// Nothing is to be reported soon.
    None = 0,
    /// 期限間近: tomorrow the preliminary report may be made at the earliest, or the final one is due within a week.
    Soon = 1,
    /// 期限: today is the last day, or it is over.
    Due = 2,
}

impl Leak {
    /// A leak of which nothing was reported yet.
    #[must_use]
    pub const fn new(facts: LeakFacts) -> Self {
        Self { facts, preliminary_filed_on: None, final_filed_on: None }
    }

    /// By when the reports are due.
    ///
    /// # Errors
    /// [`Refusal::HolidaysUnknown`] where the final day hangs on a holiday that isn't known.
    pub fn deadlines(&self) -> Result<LeakDeadlines, Refusal> {
        LeakDeadlines::new(day(self.facts.known_at), self.facts.wrongful_purpose)
    }

    /// What is wrong with it, as seen at `now`.
    #[must_use]
    pub fn validate(&self, now: Timestamp) -> Vec<FieldRefusal> {
        let filed = |field: &str, on: Option<NaiveDate>| {
            let is_wrong = on.is_some_and(|on| on < day(self.facts.known_at) || on > day(now));
            is_wrong.then(|| FieldRefusal::new(field, Refusal::FiledOutsidePeriod))
        };
        let known = (self.facts.known_at > now).then(|| FieldRefusal::new("leak.known_at", Refusal::OccurredInFuture));
        let holidays = self.deadlines().err().map(|refusal| FieldRefusal::new("leak.known_at", refusal));
        let filed =
            [filed("preliminary_filed_on", self.preliminary_filed_on), filed("final_filed_on", self.final_filed_on), known, holidays];
        filed.into_iter().flatten().collect()
    }

    /// From which day on it is pressing; nothing once both reports were made.
    #[must_use]
    pub fn pressing_from(&self) -> Option<NaiveDate> {
        let deadlines = self.deadlines().ok()?;
        let before = |day: NaiveDate, days| day.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN);
        let preliminary = self.preliminary_filed_on.is_none().then(|| before(deadlines.preliminary_from, PRELIMINARY_DAYS));
        let last = self.final_filed_on.is_none().then(|| before(deadlines.final_on, FINAL_DAYS));
        preliminary.into_iter().chain(last).min()
    }

    /// How pressing it is on a day.
    #[must_use]
    pub fn urgency(&self, today: NaiveDate) -> LeakUrgency {
        let Ok(deadlines) = self.deadlines() else { return LeakUrgency::None };
        let is_over = |filed: Option<NaiveDate>, last: NaiveDate| filed.is_none() && today >= last;
        let is_due = is_over(self.preliminary_filed_on, deadlines.preliminary_until) || is_over(self.final_filed_on, deadlines.final_on);
        match self.pressing_from() {
            Some(_) if is_due => LeakUrgency::Due,
            Some(from) if today >= from => LeakUrgency::Soon,
            _ => LeakUrgency::None,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn at(time: &str) -> Timestamp {
        chrono::DateTime::parse_from_rfc3339(&format!("{time}:00+09:00")).unwrap()
    }

    fn leak(filed: (Option<&str>, Option<&str>)) -> Leak {
        let date = |text: &str| text.parse().unwrap();
        let facts = LeakFacts { known_at: at("2026-10-01T23:30"), wrongful_purpose: false };
        Leak { preliminary_filed_on: filed.0.map(date), final_filed_on: filed.1.map(date), ..Leak::new(facts) }
    }

    #[test]
    fn the_alarm_comes_before_the_first_day_of_the_preliminary_report_and_a_week_before_the_final_one() {
        use LeakUrgency::{Due, None as Nothing, Soon};
        let (none, first, both) = ((None, None), (Some("2026-10-03"), None), (Some("2026-10-03"), Some("2026-10-29")));
        // Known on 1 October: 速報 from the 3rd through the 5th, 確報 on the 30th.
        for (filed, today, expected) in [
            (none, "2026-10-01", Nothing),
            (none, "2026-10-02", Soon),
            (none, "2026-10-04", Soon),
            (none, "2026-10-05", Due),
            (none, "2026-10-06", Due),
            (first, "2026-10-05", Nothing),
            (first, "2026-10-22", Nothing),
            (first, "2026-10-23", Soon),
            (first, "2026-10-29", Soon),
            (first, "2026-10-30", Due),
            (first, "2027-01-30", Due),
            (both, "2026-10-30", Nothing),
            ((None, Some("2026-10-04")), "2026-10-05", Due),
        ] {
            assert_eq!(leak(filed).urgency(today.parse().unwrap()), expected, "{filed:?} {today}");
        }
        assert_eq!(leak(both).pressing_from(), None);
    }

    #[test]
    fn a_report_is_made_after_the_leak_became_known_and_not_later_than_now() {
        for (filed, now, fields) in [
            ((None, None), "2026-10-01T23:30", vec![]),
            ((None, None), "2026-10-01T23:29", vec![("leak.known_at", Refusal::OccurredInFuture)]),
            ((Some("2026-10-01"), Some("2026-10-05")), "2026-10-05T00:00", vec![]),
            ((Some("2026-09-30"), None), "2026-10-05T00:00", vec![("preliminary_filed_on", Refusal::FiledOutsidePeriod)]),
            ((Some("2026-10-03"), Some("2026-10-06")), "2026-10-05T23:59", vec![("final_filed_on", Refusal::FiledOutsidePeriod)]),
        ] {
            let expected: Vec<_> = fields.into_iter().map(|(field, refusal)| FieldRefusal::new(field, refusal)).collect();
            assert_eq!(leak(filed).validate(at(now)), expected, "{filed:?} {now}");
        }
        let far = Leak::new(LeakFacts { known_at: at("2028-01-22T00:00"), wrongful_purpose: true });
        assert_eq!(far.validate(at("2028-03-01T00:00")), [FieldRefusal::new("leak.known_at", Refusal::HolidaysUnknown)]);
    }

    proptest! {
        #[test]
        fn who_looks_each_day_is_alarmed_before_any_last_day(known in 0_i64..500, wrongful_purpose: bool) {
            let known_at = at("2026-01-01T09:00") + chrono::TimeDelta::days(known);
            let leak = Leak::new(LeakFacts { known_at, wrongful_purpose });
            let Ok(deadlines) = leak.deadlines() else { return Ok(()) };
            let (from, mut last) = (leak.pressing_from().unwrap(), LeakUrgency::None);
            prop_assert!(from > day(known_at) && from < deadlines.preliminary_from);
            for today in day(known_at).iter_days().take(90) {
                let urgency = leak.urgency(today);
                prop_assert!(urgency >= last, "it is never less pressing than the day before");
                prop_assert_eq!(urgency > LeakUrgency::None, today >= from);
                prop_assert_eq!(urgency == LeakUrgency::Due, today >= deadlines.preliminary_until);
                last = urgency;
            }
        }
    }
}
