//! A clock that is ahead: what is due later, such as a premium, a backup or the end of a period, can be looked at today.

use chrono::TimeDelta;
use shared::adapters::system::SystemClock;
use shared::domain::time::Timestamp;
use shared::ports::Clock;

/// The machine's clock, and so far ahead of it.
#[derive(Debug, Clone, Copy)]
pub struct AheadClock(TimeDelta);

impl AheadClock {
    /// How many hours are the most: two years.
    pub const MOST_HOURS: u32 = 2 * 366 * 24;

    /// So many hours ahead, at most [`Self::MOST_HOURS`].
    #[must_use]
    pub fn by_hours(hours: u32) -> Self {
        Self(TimeDelta::hours(hours.min(Self::MOST_HOURS).into()))
    }
}

impl Clock for AheadClock {
    fn now(&self) -> Timestamp {
        SystemClock.now() + self.0
    }
}
