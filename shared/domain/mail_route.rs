//! Which of two regions a mail goes through (送信経路): Tokyo, and Osaka while Tokyo is down.

use super::mail_delivery::MailFailure;
use super::time::Timestamp;
use chrono::TimeDelta;

/// So many failures in a row, and mail goes through Osaka at once.
pub const FAILURES: u32 = 3;
/// After how many minutes Tokyo is tried again, by one mail.
pub const REST_MINUTES: i64 = 5;

/// A region through which mail can go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    /// 東京.
    Tokyo,
    /// 大阪.
    Osaka,
}

/// What is known of Tokyo (遮断器). A function keeps it in memory: one that starts anew tries Tokyo first, and knows within
/// three mails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Circuit {
    failures: u32,
    rests_until: Option<Timestamp>,
}

impl Circuit {
    /// Through which region a mail goes first.
    #[must_use]
    pub fn first(&self, now: Timestamp) -> Region {
        match self.rests_until {
            Some(until) if now < until => Region::Osaka,
            _ => Region::Tokyo,
        }
    }

    /// What is known after Tokyo took a mail, or didn't.
    #[must_use]
    pub fn after(self, outcome: Result<(), MailFailure>, now: Timestamp) -> Self {
        match outcome {
            Err(failure) if is_down(failure) => {
                let failures = self.failures.saturating_add(1).min(FAILURES);
                // One that fails after a rest begins the next.
                let rests_until = (failures == FAILURES).then(|| now + TimeDelta::minutes(REST_MINUTES));
                Self { failures, rests_until }
            }
            // A refusal is an answer.
            _ => Self::default(),
        }
    }

    /// Whether a mail that Tokyo just failed to take goes through Osaka at once. One that Tokyo may have taken does: then it is
    /// sent twice at most, and by waiting for Tokyo it might be sent with each attempt. One that came too fast waits, unless
    /// Tokyo rests by now.
    #[must_use]
    pub fn falls_back(&self, failure: MailFailure, now: Timestamp) -> bool {
        match failure {
            MailFailure::ProviderUnreachable | MailFailure::ProviderFault => true,
            MailFailure::ProviderThrottled => self.first(now) == Region::Osaka,
            MailFailure::ProviderRefused | MailFailure::ProviderMisconfigured | MailFailure::MailUnreadable => false,
        }
    }
}

const fn is_down(failure: MailFailure) -> bool {
    matches!(failure, MailFailure::ProviderUnreachable | MailFailure::ProviderFault | MailFailure::ProviderThrottled)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use MailFailure::{MailUnreadable, ProviderFault, ProviderRefused, ProviderThrottled, ProviderUnreachable};
    use proptest::prelude::*;

    fn at(minute: i64) -> Timestamp {
        chrono::DateTime::parse_from_rfc3339("2026-11-24T02:00:00+09:00").unwrap() + TimeDelta::minutes(minute)
    }

    type Outcome = Result<(), MailFailure>;

    fn after(outcomes: &[Outcome]) -> Circuit {
        outcomes.iter().fold(Circuit::default(), |circuit, outcome| circuit.after(*outcome, at(0)))
    }

    #[test]
    fn three_failures_in_a_row_send_mail_through_osaka() {
        let table: [(&str, &[Outcome], Region); 7] = [
            ("new", &[], Region::Tokyo),
            ("one fault", &[Err(ProviderFault)], Region::Tokyo),
            ("of three kinds", &[Err(ProviderFault), Err(ProviderUnreachable), Err(ProviderThrottled)], Region::Osaka),
            ("throttled three times", &[Err(ProviderThrottled); 3], Region::Osaka),
            ("not in a row", &[Err(ProviderFault), Err(ProviderFault), Ok(()), Err(ProviderFault)], Region::Tokyo),
            ("a refusal is an answer", &[Err(ProviderFault), Err(ProviderFault), Err(ProviderRefused), Err(ProviderFault)], Region::Tokyo),
            ("refusals alone", &[Err(ProviderRefused); 9], Region::Tokyo),
        ];
        for (case, outcomes, expected) in table {
            assert_eq!(after(outcomes).first(at(1)), expected, "{case}");
        }
    }

    #[test]
    fn tokyo_is_tried_again_after_a_rest_and_back_with_one_success() {
        let resting = after(&[Err(ProviderFault); 3]);
        assert_eq!(resting.first(at(REST_MINUTES) - TimeDelta::seconds(1)), Region::Osaka);
        assert_eq!(resting.first(at(REST_MINUTES)), Region::Tokyo);
        let again = resting.after(Err(ProviderUnreachable), at(REST_MINUTES));
        assert_eq!((again.first(at(REST_MINUTES)), again.first(at(2 * REST_MINUTES))), (Region::Osaka, Region::Tokyo));
        assert_eq!(again.after(Ok(()), at(2 * REST_MINUTES)), Circuit::default());
    }

    #[test]
    fn what_tokyo_may_have_taken_goes_on_at_once_and_what_was_too_fast_waits() {
        let (new, resting) = (Circuit::default(), after(&[Err(ProviderThrottled); 3]));
        let table = [
            (ProviderUnreachable, true, true),
            (ProviderFault, true, true),
            (ProviderThrottled, false, true),
            (ProviderRefused, false, false),
            (MailUnreadable, false, false),
        ];
        for (failure, when_new, when_resting) in table {
            assert_eq!((new.falls_back(failure, at(0)), resting.falls_back(failure, at(0))), (when_new, when_resting), "{failure:?}");
        }
    }

    proptest! {
        #[test]
        fn tokyo_is_never_left_for_longer_than_a_rest(outcomes in proptest::collection::vec((0_i64..4, 0_u8..4), 1..60)) {
            let (mut circuit, mut now, mut left) = (Circuit::default(), 0, None);
            for (minutes, outcome) in outcomes {
                now += minutes;
                match (circuit.first(at(now)), left) {
                    (Region::Tokyo, _) => {
                        let outcome = [Ok(()), Err(ProviderFault), Err(ProviderThrottled), Err(ProviderRefused)][usize::from(outcome)];
                        circuit = circuit.after(outcome, at(now));
                        left = Some(now);
                    }
                    (Region::Osaka, Some(since)) => prop_assert!(now - since < REST_MINUTES),
                    (Region::Osaka, None) => prop_assert!(false, "a new circuit begins with Tokyo"),
                }
            }
        }
    }
}
