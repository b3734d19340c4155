//! Devices (端末) from which an account signed in before, known by a token in a cookie of their own.

use super::throttle::Attempts;
use super::time::{Timestamp, rfc3339};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

/// How many devices an account has at most; the one that was away longest goes.
pub const DEVICES: usize = 10;
/// For how long a device is known after its last sign-in, in days.
pub const DEVICE_DAYS: i64 = 180;

/// A known device.
#[derive(Clone, Serialize, Deserialize)]
pub struct Device {
    /// SHA-256 (base64url) of its token's secret, which changes with every sign-in.
    pub hash: String,
    /// When it last signed in.
    #[serde(with = "rfc3339")]
    pub signed_in_at: Timestamp,
    /// Its own failures, apart from those of strangers.
    pub attempts: Attempts,
}

impl Device {
    /// When it is no longer known.
    #[must_use]
    pub fn ends_at(&self) -> Timestamp {
        self.signed_in_at + TimeDelta::days(DEVICE_DAYS)
    }
}

/// The known devices of an account, in one item.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Devices {
    /// One more with every change.
    pub version: u64,
    /// The devices.
    pub devices: Vec<Device>,
}

impl Devices {
    /// The device whose token has this hash.
    #[must_use]
    pub fn known(&self, hash: &str, now: Timestamp) -> Option<&Device> {
        let is_known = |device: &&Device| bool::from(device.hash.as_bytes().ct_eq(hash.as_bytes())) && now < device.ends_at();
        self.devices.iter().find(is_known)
    }

    /// After a sign-in: the device's token is a new one, whether or not it was known by the old.
    #[must_use]
    pub fn signed_in(&self, old: Option<&str>, new: String, now: Timestamp) -> Self {
        let mut devices: Vec<Device> =
            self.devices.iter().filter(|device| Some(device.hash.as_str()) != old && now < device.ends_at()).cloned().collect();
        devices.sort_by_key(|device| std::cmp::Reverse(device.signed_in_at));
        devices.truncate(DEVICES - 1);
        devices.push(Device { hash: new, signed_in_at: now, attempts: Attempts::none(now) });
        Self { version: self.version + 1, devices }
    }

    /// After an attempt from a known device that neither failed nor succeeded.
    #[must_use]
    pub fn looked_at(&self) -> Self {
        Self { version: self.version + 1, devices: self.devices.clone() }
    }

    /// After a failure on a known device.
    #[must_use]
    pub fn failed(&self, hash: &str, now: Timestamp) -> Self {
        let counted = |device: &Device| {
            let attempts = if device.hash == hash { device.attempts.failed(now) } else { device.attempts };
            Device { attempts, ..device.clone() }
        };
        Self { version: self.version + 1, devices: self.devices.iter().map(counted).collect() }
    }

    /// When the last of them is no longer known.
    #[must_use]
    pub fn end_at(&self, now: Timestamp) -> Timestamp {
        self.devices.iter().map(Device::ends_at).max().unwrap_or(now)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(number: i64) -> Timestamp {
        crate::domain::time::in_japan(chrono::DateTime::from_timestamp(1_790_000_000 + number * 86_400, 0).unwrap())
    }

    #[test]
    fn a_token_is_good_for_one_sign_in() {
        let first = Devices::default().signed_in(None, "a".into(), day(0));
        let second = first.signed_in(Some("a"), "b".into(), day(1));
        assert!(first.known("a", day(1)).is_some() && first.known("b", day(1)).is_none());
        assert!(second.known("a", day(1)).is_none() && second.known("b", day(1)).is_some());
        assert_eq!((second.devices.len(), second.version), (1, 2));
    }

    #[test]
    fn a_device_is_forgotten_after_its_time() {
        let devices = Devices::default().signed_in(None, "a".into(), day(0));
        assert!(devices.known("a", day(DEVICE_DAYS - 1)).is_some());
        assert!(devices.known("a", day(DEVICE_DAYS)).is_none());
        assert_eq!(devices.end_at(day(0)), day(DEVICE_DAYS));
        assert_eq!(devices.signed_in(None, "b".into(), day(DEVICE_DAYS)).devices.len(), 1);
    }

    #[test]
    fn of_more_than_ten_the_one_that_was_away_longest_goes() {
        let devices = (0..12).fold(Devices::default(), |devices, number| devices.signed_in(None, number.to_string(), day(number)));
        assert_eq!(devices.devices.len(), DEVICES);
        for number in 0..12 {
            assert_eq!(devices.known(&number.to_string(), day(12)).is_some(), number >= 2, "{number}");
        }
    }

    #[test]
    fn failures_count_on_their_own_device() {
        let devices = Devices::default().signed_in(None, "a".into(), day(0)).signed_in(None, "b".into(), day(0));
        let failed = (0..10).fold(devices, |devices, _| devices.failed("a", day(1)));
        assert_eq!(failed.known("a", day(1)).unwrap().attempts.wait_seconds(day(1)), 1800);
        assert_eq!(failed.known("b", day(1)).unwrap().attempts.wait_seconds(day(1)), 0);
    }
}
