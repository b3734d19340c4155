//! The days that a query of the timeline spans.

use chrono::{Days, NaiveDate};
use shared::domain::deadline::accepted;
use shared::domain::refusal::Refusal;
use shared::error::{Error, FieldError, Result};

/// The longest period of a query, in days.
const DAYS: i64 = 92;
/// How many days before `to` a query begins that names no `from`.
const DAYS_BEFORE: u64 = 6;

/// The first and the last day, both included.
#[derive(Debug, PartialEq, Eq)]
pub struct Period {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Period {
    /// The period that a query names; the last seven days where it names none.
    pub fn of(from: Option<NaiveDate>, to: Option<NaiveDate>, today: NaiveDate) -> Result<Self> {
        let to = accepted(to.unwrap_or(today)).map_err(|refusal| Error::field("to", refusal))?;
        let from = from.unwrap_or_else(|| to.checked_sub_days(Days::new(DAYS_BEFORE)).unwrap_or(to));
        let from = accepted(from).map_err(|refusal| Error::field("from", refusal))?;
        if from > to {
            return Err(Error::field("to", Refusal::PeriodInvalid));
        }
        if (to - from).num_days() >= DAYS {
            return Err(Error::Invalid(vec![FieldError::coded("to", "period_too_long", Some(DAYS.to_string()))]));
        }
        Ok(Self { from, to })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn period(from: &str, to: &str) -> std::result::Result<(String, String), String> {
        let read = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
        match Period::of(read(from), read(to), "2026-04-10".parse().unwrap()) {
            Ok(period) => Ok((period.from.to_string(), period.to.to_string())),
            Err(Error::Invalid(fields)) => Err(format!("{} {}", fields[0].field, fields[0].code)),
            Err(other) => Err(format!("{other:?}")),
        }
    }

    #[test]
    fn a_week_unless_the_query_says_otherwise_and_92_days_at_most() {
        let found = |from: &str, to: &str| Ok((from.to_owned(), to.to_owned()));
        assert_eq!(period("", ""), found("2026-04-04", "2026-04-10"));
        assert_eq!(period("", "2026-03-01"), found("2026-02-23", "2026-03-01"));
        assert_eq!(period("2026-04-10", ""), found("2026-04-10", "2026-04-10"));
        assert_eq!(period("2026-01-01", "2026-04-02"), found("2026-01-01", "2026-04-02"));
        assert_eq!(period("2026-01-01", "2026-04-03"), Err("to period_too_long".into()));
        assert_eq!(period("2026-04-11", ""), Err("to period_invalid".into()));
        assert_eq!(period("", "9999-12-31"), Err("to date_invalid".into()));
    }
}
