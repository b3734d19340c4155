//! Attempts to deliver a mail (メール送信): why one failed, when the next one is, and when a mail is given up.

use super::time::Timestamp;
use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// For how long a mail is tried, in hours.
pub const TRIED_HOURS: i64 = 24;
/// The wait after the first attempt, in seconds; also the least that an attempt has before another may be made.
pub const FIRST_WAIT_SECONDS: i64 = 60;
/// How often the wait doubles: from a minute to 64.
const DOUBLINGS: u32 = 6;

/// Why an attempt failed (送信失敗の理由).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MailFailure {
    /// 接続不可: the provider didn't answer.
    ProviderUnreachable,
    /// 送信基盤の障害: it answered that it is at fault. It may have taken the mail all the same.
    ProviderFault,
    /// 流量制限: it takes no more for now.
    ProviderThrottled,
    /// 拒否: it doesn't take this mail, or none of this sender.
    ProviderRefused,
    /// 設定不備: it doesn't know us, such as by a wrong key, or takes nothing for our account or domain.
    ProviderMisconfigured,
    /// 復号不可: the mail can't be opened, such as while its organization's key is disabled.
    MailUnreadable,
}

impl MailFailure {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ProviderUnreachable => "provider_unreachable",
            Self::ProviderFault => "provider_fault",
            Self::ProviderThrottled => "provider_throttled",
            Self::ProviderRefused => "provider_refused",
            Self::ProviderMisconfigured => "provider_misconfigured",
            Self::MailUnreadable => "mail_unreadable",
        }
    }

    /// Whether the provider may have taken the mail all the same.
    #[must_use]
    pub const fn leaves_doubt(self) -> bool {
        matches!(self, Self::ProviderUnreachable | Self::ProviderFault)
    }
}

/// When a mail is tried again if the attempt at `now`, before which there were `attempts`, fails; `None` where it is the last.
///
/// Waits 1, 2, 4 … 64 minutes and, by `jitter`, up to a quarter more, so that a provider that recovers isn't hit at once. The
/// last attempt is 24 hours after the mail was written at the latest.
#[must_use]
pub fn next_attempt(created_at: Timestamp, now: Timestamp, attempts: u32, jitter: u8) -> Option<Timestamp> {
    let last = created_at + TimeDelta::hours(TRIED_HOURS);
    if last - now < TimeDelta::seconds(FIRST_WAIT_SECONDS) {
        return None;
    }
    let wait_seconds = FIRST_WAIT_SECONDS << attempts.min(DOUBLINGS);
    Some(last.min(now + TimeDelta::seconds(wait_seconds + wait_seconds * i64::from(jitter) / 1024)))
}

/// The same, where the provider asked to be left alone for so many seconds; the last attempt stays within the day.
#[must_use]
pub fn not_before(next: Timestamp, created_at: Timestamp, now: Timestamp, retry_after_seconds: Option<u32>) -> Timestamp {
    let asked = retry_after_seconds.map(|seconds| now + TimeDelta::seconds(seconds.into()));
    let last = created_at + TimeDelta::hours(TRIED_HOURS);
    asked.map_or(next, |asked| asked.min(last).max(next))
}

/// Whether the provider abroad may have a mail after an attempt has failed that went there, or didn't.
#[must_use]
pub const fn may_be_abroad(before: bool, went_abroad: bool, failure: MailFailure) -> bool {
    if went_abroad { failure.leaves_doubt() } else { before }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn written() -> Timestamp {
        chrono::DateTime::parse_from_rfc3339("2026-11-24T02:00:00+09:00").unwrap()
    }

    fn after_minutes(minutes: i64, attempts: u32, jitter: u8) -> Option<i64> {
        let next = next_attempt(written(), written() + TimeDelta::minutes(minutes), attempts, jitter)?;
        Some((next - written()).num_seconds())
    }

    #[test]
    fn the_wait_doubles_up_to_an_hour_and_ends_after_a_day() {
        let table = [
            ("the first", 0, 0, 0, Some(60)),
            ("the second", 1, 1, 0, Some(180)),
            ("the seventh", 63, 6, 0, Some((63 + 64) * 60)),
            ("no longer than that", 200, 40, 0, Some((200 + 64) * 60)),
            ("with all of the jitter", 0, 0, 255, Some(74)),
            ("the last before the end", 24 * 60 - 30, 25, 255, Some(24 * 3600)),
            ("a minute before the end", 24 * 60 - 1, 26, 0, Some(24 * 3600)),
            ("the end", 24 * 60, 27, 0, None),
            ("long after it, where nothing ran", 72 * 60, 3, 0, None),
        ];
        for (case, minutes, attempts, jitter, expected) in table {
            assert_eq!(after_minutes(minutes, attempts, jitter), expected, "{case}");
        }
    }

    #[test]
    fn codes_are_the_wire_form() {
        use MailFailure::{MailUnreadable, ProviderFault, ProviderMisconfigured, ProviderRefused, ProviderThrottled, ProviderUnreachable};
        let all = [ProviderUnreachable, ProviderFault, ProviderThrottled, ProviderRefused, ProviderMisconfigured, MailUnreadable];
        for failure in all {
            assert_eq!(serde_json::to_value(failure).unwrap(), failure.code());
            assert_eq!(failure.leaves_doubt(), [ProviderUnreachable, ProviderFault].contains(&failure), "{failure:?}");
        }
    }

    #[test]
    fn what_may_be_abroad_once_may_be_there_for_good() {
        use MailFailure::{ProviderFault, ProviderMisconfigured, ProviderThrottled, ProviderUnreachable};
        let table = [
            (false, true, ProviderFault, true),
            (false, true, ProviderUnreachable, true),
            (false, true, ProviderThrottled, false),
            (false, true, ProviderMisconfigured, false),
            (true, false, ProviderThrottled, true),
            (true, false, ProviderFault, true),
            (false, false, ProviderFault, false),
        ];
        for (before, went, failure, expected) in table {
            assert_eq!(may_be_abroad(before, went, failure), expected, "{before} {went} {failure:?}");
        }
    }

    #[test]
    fn a_provider_is_left_alone_for_as_long_as_it_asks_within_the_day() {
        let table = [
            ("nothing asked", 2, None, 2),
            ("less than the wait", 2, Some(30), 2),
            ("more than the wait", 2, Some(600), 11),
            ("more than the day", 2, Some(u32::MAX), 24 * 60),
            ("the last attempt stays", 24 * 60, Some(u32::MAX), 24 * 60),
        ];
        for (case, next, asked_seconds, expected) in table {
            let at = |minutes| written() + TimeDelta::minutes(minutes);
            assert_eq!(not_before(at(next), written(), at(1), asked_seconds), at(expected), "{case}");
        }
    }

    proptest! {
        #[test]
        fn whatever_the_jitter_attempts_lie_apart_and_within_a_day(jitters in proptest::collection::vec(any::<u8>(), 100)) {
            let (mut now, mut made) = (written(), 0_u32);
            for jitter in jitters {
                let Some(next) = next_attempt(written(), now, made, jitter) else { break };
                let plain = TimeDelta::seconds(FIRST_WAIT_SECONDS << made.min(DOUBLINGS));
                let is_last = next == written() + TimeDelta::hours(TRIED_HOURS);
                prop_assert!(next - now >= TimeDelta::seconds(FIRST_WAIT_SECONDS));
                prop_assert!(next - now <= plain + plain / 4);
                prop_assert!(is_last || next - now >= plain);
                prop_assert!(next <= written() + TimeDelta::hours(TRIED_HOURS));
                (now, made) = (next, made + 1);
            }
            let left = written() + TimeDelta::hours(TRIED_HOURS) - now;
            prop_assert!(left < TimeDelta::seconds(FIRST_WAIT_SECONDS), "given up {} before the end", left);
            prop_assert!((20..40).contains(&made), "{}", made);
        }
    }
}
