//! When a job is due.

use crate::domain::time::{JST, Timestamp, day};
use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, Weekday};

/// How often the clock strikes for a job of the calendar: one that wasn't done, or has more to do, goes on then.
pub const STROKE_MINUTES: u32 = 10;

/// When a job runs, in Japan Standard Time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// Every so many minutes: of an hour, or whole hours.
    EveryMinutes(u32),
    /// Every day at an hour and minute.
    Daily {
        /// 0–23.
        hour: u32,
        /// 0–50, in tens.
        minute: u32,
    },
    /// Every week on a day at an hour.
    Weekly {
        /// The day.
        day: Weekday,
        /// 0–23.
        hour: u32,
    },
    /// On the first day of every month at an hour.
    Monthly {
        /// 0–23.
        hour: u32,
    },
}

impl Schedule {
    /// The time of the schedule that is the latest one at `now`.
    #[must_use]
    pub fn latest(self, now: Timestamp) -> Timestamp {
        let today = day(now);
        match self {
            Self::EveryMinutes(minutes) => {
                let since_midnight = now - midnight(today, now);
                now - TimeDelta::milliseconds(since_midnight.num_milliseconds() % (i64::from(minutes) * 60_000))
            }
            Self::Daily { .. } => self.on_or_before(today, now, |day| day - Days::new(1)),
            Self::Weekly { day: weekday, .. } => {
                let last = today - Days::new(today.weekday().days_since(weekday).into());
                self.on_or_before(last, now, |day| day - Days::new(7))
            }
            Self::Monthly { .. } => self.on_or_before(today.with_day(1).unwrap_or(today), now, |day| day - Months::new(1)),
        }
    }

    /// The first time of the schedule after `now`.
    #[must_use]
    pub fn next_after(self, now: Timestamp) -> Timestamp {
        let latest = self.latest(now);
        match self {
            Self::EveryMinutes(minutes) => latest + TimeDelta::minutes(minutes.into()),
            Self::Daily { .. } => latest + Days::new(1),
            Self::Weekly { .. } => latest + Days::new(7),
            Self::Monthly { .. } => latest + Months::new(1),
        }
    }

    // Japan has no summer time, so that a day is 24 hours.
    fn on_or_before(self, last: NaiveDate, now: Timestamp, before: impl Fn(NaiveDate) -> NaiveDate) -> Timestamp {
        let (hour, minute) = match self {
            Self::EveryMinutes(_) => (0, 0),
            Self::Daily { hour, minute } => (hour, minute),
            Self::Weekly { hour, .. } | Self::Monthly { hour } => (hour, 0),
        };
        let at = |day| midnight(day, now) + TimeDelta::minutes(i64::from(hour * 60 + minute));
        if at(last) <= now { at(last) } else { at(before(last)) }
    }

    /// How many minutes lie between two strokes of the clock for this job.
    #[must_use]
    pub const fn stroke_minutes(self) -> u32 {
        match self {
            Self::EveryMinutes(minutes) => minutes,
            Self::Daily { .. } | Self::Weekly { .. } | Self::Monthly { .. } => STROKE_MINUTES,
        }
    }

    /// How many minutes after its time a run must have succeeded.
    #[must_use]
    pub const fn late_after_minutes(self) -> u32 {
        match self {
            Self::EveryMinutes(minutes) => 3 * minutes + 5,
            Self::Daily { .. } | Self::Weekly { .. } | Self::Monthly { .. } => 6 * 60,
        }
    }

    /// The strokes of the clock as EventBridge Scheduler writes them (time zone Asia/Tokyo). A job of the calendar looks at every
    /// one whether its time was done.
    #[must_use]
    pub fn expression(self) -> String {
        match self.stroke_minutes() {
            minutes if minutes < 60 => format!("cron(0/{minutes} * * * ? *)"),
            minutes => format!("cron(0 0/{} * * ? *)", minutes / 60),
        }
    }
}

fn midnight(day: NaiveDate, otherwise: Timestamp) -> Timestamp {
    day.and_time(NaiveTime::MIN).and_local_timezone(JST).earliest().unwrap_or(otherwise)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn schedules_are_due_in_japan() {
        let at = |text: &str| chrono::DateTime::parse_from_rfc3339(text).unwrap();
        let daily = Schedule::Daily { hour: 2, minute: 0 };
        let weekly = Schedule::Weekly { day: Weekday::Sun, hour: 4 };
        let table = [
            (Schedule::EveryMinutes(1), "2026-01-31T23:59:30+09:00", "2026-01-31T23:59:00+09:00", "2026-02-01T00:00:00+09:00"),
            (Schedule::EveryMinutes(15), "2026-01-31T00:14:59+09:00", "2026-01-31T00:00:00+09:00", "2026-01-31T00:15:00+09:00"),
            (Schedule::EveryMinutes(60), "2026-01-31T03:00:00+09:00", "2026-01-31T03:00:00+09:00", "2026-01-31T04:00:00+09:00"),
            (daily, "2026-01-31T01:59:59+09:00", "2026-01-30T02:00:00+09:00", "2026-01-31T02:00:00+09:00"),
            (daily, "2026-01-31T02:00:00+09:00", "2026-01-31T02:00:00+09:00", "2026-02-01T02:00:00+09:00"),
            (daily, "2026-01-30T17:00:00+00:00", "2026-01-31T02:00:00+09:00", "2026-02-01T02:00:00+09:00"),
            // Sundays are 18 and 25 January.
            (weekly, "2026-01-25T03:59:00+09:00", "2026-01-18T04:00:00+09:00", "2026-01-25T04:00:00+09:00"),
            (weekly, "2026-01-26T00:00:00+09:00", "2026-01-25T04:00:00+09:00", "2026-02-01T04:00:00+09:00"),
            (Schedule::Monthly { hour: 3 }, "2026-12-01T03:00:00+09:00", "2026-12-01T03:00:00+09:00", "2027-01-01T03:00:00+09:00"),
            (Schedule::Monthly { hour: 3 }, "2026-12-01T02:00:00+09:00", "2026-11-01T03:00:00+09:00", "2026-12-01T03:00:00+09:00"),
        ];
        for (schedule, now, latest, next) in table {
            assert_eq!(schedule.latest(at(now)), at(latest), "{schedule:?} {now}");
            assert_eq!(schedule.next_after(at(now)), at(next), "{schedule:?} {now}");
        }
        assert_eq!(daily.expression(), "cron(0/10 * * * ? *)");
        assert_eq!(Schedule::EveryMinutes(60).expression(), "cron(0 0/1 * * ? *)");
    }
}
