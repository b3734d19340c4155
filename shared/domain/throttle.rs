//! How attempts to sign in are slowed down (WP6, WP7): by account, by known device, and by network address.
//!
//! A stranger's failures delay strangers. A device that signed in before counts for itself, so that nobody can lock the
//! owner out; and a network address is stopped only after far more failures than a person makes.

use super::time::{Timestamp, rfc3339};
use chrono::TimeDelta;
use core::net::IpAddr;
use serde::{Deserialize, Serialize};

/// The failure with which the pause begins.
pub const PAUSE_FAILURES: u32 = 10;
/// How long the pause is, in minutes.
pub const PAUSE_MINUTES: i64 = 30;
/// For how long failures are remembered after the last of them, in hours.
pub const REMEMBERED_HOURS: i64 = 24;
/// So many failures from one network within [`NETWORK_MINUTES`] stop it.
pub const NETWORK_FAILURES: u32 = 100;
/// The time within which a network's failures are added up, in minutes.
pub const NETWORK_MINUTES: i64 = 10;

/// How long after so many failures in a row the next attempt isn't even looked at: nothing for the first two, then 1, 2,
/// 4, 8, 16 and 30 seconds, and half an hour from the tenth on.
#[must_use]
pub const fn delay(failures: u32) -> TimeDelta {
    match failures {
        0..=2 => TimeDelta::zero(),
        3..=7 => TimeDelta::seconds(1 << (failures - 3)),
        8..PAUSE_FAILURES => TimeDelta::seconds(30),
        _ => TimeDelta::minutes(PAUSE_MINUTES),
    }
}

/// Failures in a row: of a mail address, known or unknown, of a device, or of a signed-in account that proves itself anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempts {
    /// One more with every attempt that was counted, so that no two attempts share a count.
    pub version: u64,
    /// Failures since the last success.
    pub failures: u32,
    /// When the last attempt was counted.
    #[serde(with = "rfc3339")]
    pub counted_at: Timestamp,
}

impl Attempts {
    /// None yet.
    #[must_use]
    pub const fn none(now: Timestamp) -> Self {
        Self { version: 0, failures: 0, counted_at: now }
    }

    /// For how many more seconds no attempt is looked at; 0 where one is.
    #[must_use]
    pub fn wait_seconds(&self, now: Timestamp) -> u32 {
        let delay = delay(self.failures);
        // A count that was read a moment after `now` was taken is no reason to wait.
        if delay.is_zero() { 0 } else { seconds_until(self.counted_at + delay, now) }
    }

    /// After one more failure.
    #[must_use]
    pub fn failed(&self, now: Timestamp) -> Self {
        let forgotten = now - self.counted_at >= TimeDelta::hours(REMEMBERED_HOURS);
        let failures = if forgotten { 1 } else { self.failures.saturating_add(1) };
        Self { version: self.version + 1, failures, counted_at: now }
    }

    /// After a success.
    #[must_use]
    pub const fn succeeded(&self, now: Timestamp) -> Self {
        Self { version: self.version + 1, failures: 0, counted_at: now }
    }

    /// After an attempt that neither failed nor succeeded: a right password that doesn't open a session yet.
    #[must_use]
    pub const fn looked_at(&self) -> Self {
        Self { version: self.version + 1, failures: self.failures, counted_at: self.counted_at }
    }

    /// Whether the pause begins with the failure that was just counted: the moment at which the owner is told.
    #[must_use]
    pub const fn begins_pause(&self) -> bool {
        self.failures == PAUSE_FAILURES
    }
}

/// Failures from one network, in one shard of its counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkFailures {
    /// One more with every failure that was counted.
    pub version: u64,
    /// When the first of them was.
    #[serde(with = "rfc3339")]
    pub since: Timestamp,
    /// Failures since then.
    pub failures: u32,
}

impl NetworkFailures {
    /// None yet.
    #[must_use]
    pub const fn none(now: Timestamp) -> Self {
        Self { version: 0, since: now, failures: 0 }
    }

    /// When these failures are forgotten.
    #[must_use]
    pub fn forgotten_at(&self) -> Timestamp {
        self.since + TimeDelta::minutes(NETWORK_MINUTES)
    }

    /// After one more failure; old ones are forgotten.
    #[must_use]
    pub fn failed(&self, now: Timestamp) -> Self {
        let version = self.version + 1;
        if self.failures == 0 || now >= self.forgotten_at() {
            Self { version, since: now, failures: 1 }
        } else {
            Self { version, since: self.since, failures: self.failures.saturating_add(1) }
        }
    }
}

/// For how many more seconds a network is stopped, from all shards of its counter; 0 where it isn't.
#[must_use]
pub fn network_wait_seconds(shards: &[NetworkFailures], now: Timestamp) -> u32 {
    let recent = || shards.iter().filter(|shard| now < shard.forgotten_at());
    let failures = recent().fold(0_u32, |sum, shard| sum.saturating_add(shard.failures));
    if failures < NETWORK_FAILURES {
        return 0;
    }
    recent().map(|shard| seconds_until(shard.forgotten_at(), now)).max().unwrap_or(0)
}

/// The network that an address belongs to: an IPv4 address itself, the first 64 bits of an IPv6 address (RFC 4291, 2.5.4:
/// what one subscriber has at least). Text that is no address stands for itself.
#[must_use]
pub fn network(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V4(address)) => address.to_string(),
        Ok(IpAddr::V6(address)) => {
            let [first, second, third, fourth, ..] = address.segments();
            format!("{first:x}:{second:x}:{third:x}:{fourth:x}::/64")
        }
        Err(_) => address.to_owned(),
    }
}

// Rounded up, so that who waits as long as told is let through.
pub(super) fn seconds_until(end: Timestamp, now: Timestamp) -> u32 {
    let milliseconds = (end - now).num_milliseconds().max(0);
    u32::try_from((milliseconds + 999) / 1000).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn at(seconds: i64) -> Timestamp {
        crate::domain::time::in_japan(chrono::DateTime::from_timestamp(1_790_000_000 + seconds, 0).unwrap())
    }

    fn after(failures: u32) -> Attempts {
        (0..failures).fold(Attempts::none(at(0)), |attempts, _| attempts.failed(at(0)))
    }

    #[test]
    fn delays_grow_to_half_an_hour() {
        let table = [(0, 0), (1, 0), (2, 0), (3, 1), (4, 2), (5, 4), (6, 8), (7, 16), (8, 30), (9, 30), (10, 1800), (11, 1800)];
        for (failures, seconds) in table {
            assert_eq!(delay(failures), TimeDelta::seconds(seconds), "{failures}");
            assert_eq!(after(failures).wait_seconds(at(0)), u32::try_from(seconds).unwrap(), "{failures}");
            assert_eq!(after(failures).wait_seconds(at(seconds)), 0, "{failures}");
        }
    }

    #[test]
    fn a_count_from_a_moment_later_delays_nobody() {
        assert_eq!(Attempts::none(at(1)).wait_seconds(at(0)), 0);
    }

    #[test]
    fn the_owner_is_told_once() {
        let told: Vec<u32> = (0..40).filter(|failures| after(*failures).begins_pause()).collect();
        assert_eq!(told, [PAUSE_FAILURES]);
    }

    #[test]
    fn failures_are_forgotten_after_a_success_or_a_day() {
        assert_eq!(after(9).succeeded(at(1)).failed(at(2)).failures, 1);
        assert_eq!(after(9).failed(at(REMEMBERED_HOURS * 3600 - 1)).failures, 10);
        assert_eq!(after(9).failed(at(REMEMBERED_HOURS * 3600)).failures, 1);
    }

    #[test]
    fn a_network_is_stopped_at_a_hundred_failures_in_all_shards() {
        let shard = |failures, since| NetworkFailures { version: 1, since: at(since), failures };
        let table = [
            (vec![], 0, 0),
            (vec![shard(99, 0)], 1, 0),
            (vec![shard(100, 0)], 1, 599),
            (vec![shard(60, 0), shard(40, 100)], 200, 500),
            (vec![shard(60, 0), shard(40, 100)], 600, 0),
            (vec![shard(100, 0)], 600, 0),
        ];
        for (shards, now, wait) in table {
            assert_eq!(network_wait_seconds(&shards, at(now)), wait, "{shards:?} {now}");
        }
        let first = NetworkFailures::none(at(0)).failed(at(5));
        assert_eq!((first.since, first.failures, first.version), (at(5), 1, 1));
        assert_eq!(first.failed(at(605)), NetworkFailures { version: 2, since: at(605), failures: 1 });
    }

    #[test]
    fn a_network_is_what_one_subscriber_has() {
        let table = [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
            ("", ""),
            ("somewhere", "somewhere"),
        ];
        for (address, prefix) in table {
            assert_eq!(network(address), prefix, "{address}");
        }
    }

    proptest! {
        #[test]
        fn more_failures_never_wait_less_and_never_more_than_the_pause(failures in 0_u32..1000, later in 0_i64..4000) {
            prop_assert!(delay(failures) <= delay(failures + 1));
            prop_assert!(delay(failures) <= TimeDelta::minutes(PAUSE_MINUTES));
            let attempts = Attempts { version: 1, failures, counted_at: at(0) };
            prop_assert!(attempts.wait_seconds(at(later + 1)) <= attempts.wait_seconds(at(later)));
            prop_assert_eq!(attempts.wait_seconds(at(PAUSE_MINUTES * 60)), 0);
        }

        #[test]
        fn every_attempt_has_a_version_of_its_own(outcomes in proptest::collection::vec(any::<bool>(), 0..40)) {
            let mut attempts = Attempts::none(at(0));
            for (number, failed) in outcomes.iter().enumerate() {
                attempts = if *failed { attempts.failed(at(0)) } else { attempts.succeeded(at(0)) };
                prop_assert_eq!(attempts.version, number as u64 + 1);
            }
        }
    }
}
