//! Whether the clocks agree (WP11): by how much the own one is off one that tells its time to the second.

use super::time::Timestamp;
use chrono::TimeDelta;

/// From here on an alarm is raised.
pub const ALARM_MILLISECONDS: i64 = 1_000;

/// By how many milliseconds the own clock is certainly ahead of the other one; below zero, behind. The other one showed a second between
/// the own times at which it was asked and its answer came, and stood anywhere in that second.
#[must_use]
pub fn skew_milliseconds(asked: Timestamp, second: Timestamp, answered: Timestamp) -> i64 {
    let ahead = (asked - (second + TimeDelta::seconds(1))).num_milliseconds();
    let behind = (second - answered).num_milliseconds();
    match (ahead, behind) {
        (ahead, _) if ahead > 0 => ahead,
        (_, behind) if behind > 0 => -behind,
        _ => 0,
    }
}

/// The one of several measurements that was disturbed least: a slow answer only widens what can't be told, and 0 tells nothing.
#[must_use]
pub fn surest(skews: &[i64]) -> i64 {
    skews.iter().copied().max_by_key(|skew| skew.abs()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn at(milliseconds: i64) -> Timestamp {
        crate::domain::time::in_japan(chrono::DateTime::from_timestamp_millis(1_795_453_200_000 + milliseconds).unwrap())
    }

    #[test]
    fn only_what_is_certain_is_told() {
        let table = [
            (0, 0, 20, 0),
            (990, 0, 1_010, 0),
            (1_500, 0, 1_520, 500),
            (3_000, 0, 3_010, 2_000),
            (-2_000, 0, -1_980, -1_980),
            (-10, 0, 5, 0),
            // A slow answer proves nothing.
            (-4_000, 0, 900, 0),
        ];
        for (asked, second, answered, expected) in table {
            assert_eq!(skew_milliseconds(at(asked), at(second), at(answered)), expected, "{asked} {answered}");
        }
        assert_eq!(surest(&[0, -1_200, 300]), -1_200);
        assert_eq!(surest(&[]), 0);
    }

    proptest! {
        #[test]
        fn a_clock_that_agrees_is_never_accused_and_one_that_is_off_by_more_than_the_doubt_always(
            true_time in 0_i64..100_000, delay in 0_i64..2_000, reply in 0_i64..2_000, off in -10_000_i64..10_000,
        ) {
            let second = (true_time + delay) / 1_000 * 1_000;
            let skew = skew_milliseconds(at(true_time + off), at(second), at(true_time + delay + reply + off));
            prop_assert!(skew.abs() <= off.abs() && skew * off >= 0);
            if off.abs() > delay + reply + 1_000 {
                prop_assert!(skew != 0);
            }
        }
    }
}
