//! Inquiries (お問い合わせ, WP14): what people ask the support desk, signed in or not.

use super::id::{AccountId, InquiryId};
use super::mail_address::MailAddress;
use super::personal::Personal;
use super::text::{Line, Note};
use super::time::{Timestamp, day, rfc3339};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How many inquiries are taken from one network.
pub const OF_NETWORK: Bound = Bound { count: 10, minutes: 10 };
/// How many of them are acknowledged to one address: nobody can have a stranger's mailbox filled by us.
pub const ACKNOWLEDGED: Bound = Bound { count: 3, minutes: 24 * 60 };
/// For how long the record of an inquiry is kept that belongs to no organization, in days.
pub const KEPT_DAYS: i64 = 90;

/// The characters of a number: those of identifiers, which can't be mistaken for one another.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The number of an inquiry (受付番号), such as `Q-20261124-7K2P9D`: short enough to be read out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct InquiryNumber(String);

impl InquiryNumber {
    /// A number of the day, from 30 random bits.
    #[must_use]
    pub fn new(now: Timestamp, random: [u8; 6]) -> Self {
        let last: String = random.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect();
        Self(format!("Q-{}-{last}", day(now).format("%Y%m%d")))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for InquiryNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// An inquiry of somebody who was signed in: a record of the organization.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Inquiry {
    /// Its identifier.
    pub id: InquiryId,
    /// 受付番号.
    pub number: InquiryNumber,
    /// Who asked.
    pub account: AccountId,
    /// 返信先.
    pub reply_to: Personal<MailAddress>,
    /// 件名.
    pub subject: Personal<Line<200>>,
    /// 本文.
    pub text: Personal<Note<4000>>,
    /// When.
    #[serde(with = "rfc3339")]
    pub sent_at: Timestamp,
}

/// So many within a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// How many.
    pub count: u32,
    /// Within how many minutes.
    pub minutes: i64,
}

/// Inquiries that were counted, of a network or to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// One more with each: no two share a count.
    pub version: u64,
    /// When the first of them came.
    #[serde(with = "rfc3339")]
    pub since: Timestamp,
    /// How many since then.
    pub count: u32,
}

impl Counted {
    /// None yet.
    #[must_use]
    pub const fn none(now: Timestamp) -> Self {
        Self { version: 0, since: now, count: 0 }
    }

    /// When these are forgotten.
    #[must_use]
    pub fn forgotten_at(&self, bound: Bound) -> Timestamp {
        self.since + TimeDelta::minutes(bound.minutes)
    }

    /// For how many more seconds there is no room; 0 where there is.
    #[must_use]
    pub fn wait_seconds(&self, bound: Bound, now: Timestamp) -> u32 {
        if self.count < bound.count { 0 } else { super::throttle::seconds_until(self.forgotten_at(bound), now) }
    }

    /// After one more; old ones are forgotten.
    #[must_use]
    pub fn one_more(&self, bound: Bound, now: Timestamp) -> Self {
        let version = self.version + 1;
        if self.count == 0 || now >= self.forgotten_at(bound) {
            return Self { version, since: now, count: 1 };
        }
        Self { version, since: self.since, count: self.count.saturating_add(1) }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn at(seconds: i64) -> Timestamp {
        crate::domain::time::in_japan(chrono::DateTime::from_timestamp(1_795_000_000 + seconds, 0).unwrap())
    }

    #[test]
    fn a_number_names_its_day_in_japan() {
        let late = chrono::DateTime::parse_from_rfc3339("2026-11-24T23:59:59+09:00").unwrap();
        assert_eq!(InquiryNumber::new(late, [0, 31, 32, 63, 10, 255]).as_str(), "Q-20261124-0Z0ZAZ");
        let next = late + TimeDelta::seconds(1);
        assert!(InquiryNumber::new(next.to_utc().fixed_offset(), [0; 6]).as_str().starts_with("Q-20261125-"));
    }

    #[test]
    fn there_is_room_for_as_many_as_the_bound_says_and_again_when_they_are_forgotten() {
        let bound = Bound { count: 3, minutes: 10 };
        let full = (0..3).fold(Counted::none(at(0)), |counted, second| {
            assert_eq!(counted.wait_seconds(bound, at(second)), 0);
            counted.one_more(bound, at(second))
        });
        for (second, wait) in [(3, 597), (599, 1), (600, 0), (100_000, 0)] {
            assert_eq!(full.wait_seconds(bound, at(second)), wait, "{second}");
        }
        let again = full.one_more(bound, at(600));
        assert_eq!((again.count, again.since, again.version, again.wait_seconds(bound, at(600))), (1, at(600), 4, 0));
    }

    proptest! {
        #[test]
        fn in_no_window_are_more_than_twice_the_bound(steps in proptest::collection::vec(0_i64..120, 1..200)) {
            let (mut counted, mut now, mut taken) = (Counted::none(at(0)), 0, Vec::new());
            for step in steps {
                now += step;
                if counted.wait_seconds(OF_NETWORK, at(now)) == 0 {
                    counted = counted.one_more(OF_NETWORK, at(now));
                    taken.push(now);
                }
            }
            for start in &taken {
                let within = taken.iter().filter(|second| (*start..start + OF_NETWORK.minutes * 60).contains(*second)).count();
                prop_assert!(within <= 2 * OF_NETWORK.count as usize, "{}", within);
            }
        }
    }
}
