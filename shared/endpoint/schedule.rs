//! When a job is due.

/// When a job runs, in Japan Standard Time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// Every so many minutes.
    EveryMinutes(u32),
    /// Every day at an hour and minute.
    Daily {
        /// 0–23.
        hour: u32,
        /// 0–59.
        minute: u32,
    },
    /// On the first day of every month at an hour.
    Monthly {
        /// 0–23.
        hour: u32,
    },
}

impl Schedule {
    /// The first time after another at which the job is due, for the local cloud's scheduler.
    #[must_use]
    pub fn next_after(self, last: crate::domain::time::Timestamp) -> crate::domain::time::Timestamp {
        use chrono::{Datelike, Days, Months, TimeDelta};
        let midnight = |day: chrono::NaiveDate| {
            day.and_time(chrono::NaiveTime::MIN).and_local_timezone(crate::domain::time::JST).earliest().unwrap_or(last)
        };
        let today = crate::domain::time::day(last);
        match self {
            Self::EveryMinutes(minutes) => last + TimeDelta::minutes(minutes.into()),
            Self::Daily { hour, minute } => {
                let at = |day| midnight(day) + TimeDelta::minutes(i64::from(hour * 60 + minute));
                if at(today) > last { at(today) } else { at(today + Days::new(1)) }
            }
            Self::Monthly { hour } => {
                let first = today.with_day(1).unwrap_or(today);
                let at = |day| midnight(day) + TimeDelta::hours(hour.into());
                if at(first) > last { at(first) } else { at(first + Months::new(1)) }
            }
        }
    }

    /// As EventBridge Scheduler writes it (time zone Asia/Tokyo).
    #[must_use]
    pub fn expression(self) -> String {
        match self {
            Self::EveryMinutes(1) => "rate(1 minute)".into(),
            Self::EveryMinutes(minutes) => format!("rate({minutes} minutes)"),
            Self::Daily { hour, minute } => format!("cron({minute} {hour} * * ? *)"),
            Self::Monthly { hour } => format!("cron(0 {hour} 1 * ? *)"),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn schedules_are_due_in_japan() {
        let at = |text: &str| chrono::DateTime::parse_from_rfc3339(text).unwrap();
        let daily = Schedule::Daily { hour: 2, minute: 0 };
        let table = [
            (Schedule::EveryMinutes(1), "2026-01-31T23:59:30+09:00", "2026-02-01T00:00:30+09:00"),
            (daily, "2026-01-31T01:59:59+09:00", "2026-01-31T02:00:00+09:00"),
            (daily, "2026-01-31T02:00:00+09:00", "2026-02-01T02:00:00+09:00"),
            (Schedule::Monthly { hour: 3 }, "2026-12-01T03:00:00+09:00", "2027-01-01T03:00:00+09:00"),
            (Schedule::Monthly { hour: 3 }, "2026-12-01T02:00:00+09:00", "2026-12-01T03:00:00+09:00"),
        ];
        for (schedule, last, next) in table {
            assert_eq!(schedule.next_after(at(last)), at(next), "{schedule:?} {last}");
        }
        assert_eq!(daily.expression(), "cron(0 2 * * ? *)");
    }
}
