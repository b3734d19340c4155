//! Data keys (データ鍵, WP13): when one is replaced, and when nothing of the one before is left.

use super::time::Timestamp;
use chrono::{Months, TimeDelta};

/// After how many months an organization's data key gets a new version.
pub const ROTATED_MONTHS: u32 = 12;
/// How long after a rotation somebody may still seal under the version before, in minutes: functions keep wrapped keys for
/// five, a request takes less than one, and the rest is for clocks and for the index that is walked.
pub const SETTLED_MINUTES: i64 = 15;

/// Whether a data key made at this time is to be replaced.
#[must_use]
pub fn is_due(made_at: Timestamp, now: Timestamp) -> bool {
    now >= made_at + Months::new(ROTATED_MONTHS)
}

/// Whether a walk over all records that began at this time has shown that nothing older is left: it met nothing older, and
/// nobody could seal under the version before since it began.
#[must_use]
pub fn is_done(rotated_at: Timestamp, began_at: Timestamp, met_older: bool) -> bool {
    !met_older && began_at >= rotated_at + TimeDelta::minutes(SETTLED_MINUTES)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(text: &str) -> Timestamp {
        chrono::DateTime::parse_from_rfc3339(text).unwrap()
    }

    #[test]
    fn a_key_is_replaced_after_a_year() {
        let table = [
            ("2026-10-01T10:00:00+09:00", "2027-10-01T09:59:59+09:00", false),
            ("2026-10-01T10:00:00+09:00", "2027-10-01T10:00:00+09:00", true),
            ("2028-02-29T00:00:00+09:00", "2029-02-27T23:59:59+09:00", false),
            ("2028-02-29T00:00:00+09:00", "2029-02-28T00:00:00+09:00", true),
            // A clock that went back makes no new key.
            ("2027-10-01T10:00:00+09:00", "2026-10-01T10:00:00+09:00", false),
        ];
        for (made_at, now, due) in table {
            assert_eq!(is_due(at(made_at), at(now)), due, "{made_at} {now}");
        }
    }

    #[test]
    fn a_walk_shows_it_only_once_nobody_seals_under_the_older_key() {
        let rotated_at = at("2026-10-01T10:00:00+09:00");
        let table = [(0, false, false), (14, false, false), (15, false, true), (15, true, false), (600, false, true)];
        for (minutes, met_older, done) in table {
            assert_eq!(is_done(rotated_at, rotated_at + TimeDelta::minutes(minutes), met_older), done, "{minutes} {met_older}");
        }
    }
}
