//! A clock that tests move.

use chrono::{DateTime, TimeDelta};
use shared::domain::time::{JST, Timestamp, in_japan};
use shared::ports::Clock;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// When every test begins: Thursday, 1 October 2026, 10 o'clock in Japan, so that dates in tests can be written out.
pub const BEGINNING: &str = "2026-10-01T10:00:00.000+09:00";

/// A clock that goes on by itself and can be moved on.
#[derive(Debug)]
pub struct MovableClock {
    from: Timestamp,
    since: Instant,
    moved: Mutex<TimeDelta>,
}

impl MovableClock {
    /// A clock that begins at [`BEGINNING`].
    #[must_use]
    pub fn at_the_beginning() -> Self {
        Self::at(DateTime::parse_from_rfc3339(BEGINNING).expect("the beginning is a time"))
    }

    /// A clock that begins at the machine's own time, for functions that run in other processes.
    #[must_use]
    pub fn at_the_present() -> Self {
        Self::at(in_japan(chrono::Utc::now()))
    }

    fn at(from: Timestamp) -> Self {
        Self { from: from.with_timezone(&JST), since: Instant::now(), moved: Mutex::new(TimeDelta::zero()) }
    }

    /// Moves it on, or back.
    pub fn move_by(&self, by: TimeDelta) {
        *self.moved.lock().unwrap_or_else(PoisonError::into_inner) += by;
    }
}

impl Clock for MovableClock {
    fn now(&self) -> Timestamp {
        let passed = TimeDelta::from_std(self.since.elapsed()).expect("a test lasts less than an age");
        let moved = *self.moved.lock().unwrap_or_else(PoisonError::into_inner);
        in_japan((self.from + passed + moved).to_utc())
    }
}
