//! What is to be done about a premium now.

use super::{ChargeState, Decline, DunningStep, Premium, PremiumRules};
use crate::domain::time::{JST, Timestamp, day};
use chrono::{Days, NaiveDate, TimeDelta};

/// How long after a charge was sent a search for it can be believed, in minutes. A function that sends is stopped after 5, waits
/// for an answer for less than one, and the card company doesn't begin with a request that its sender has left.
pub const SETTLED_MINUTES: i64 = 15;

/// The hour at which premiums are charged and looked at.
const MORNING_HOUR: u32 = 9;

/// The morning of a day.
pub(super) fn morning(date: NaiveDate) -> Option<Timestamp> {
    date.and_hms_opt(MORNING_HOUR, 0, 0)?.and_local_timezone(JST).single()
}

/// The morning of the day after.
pub(super) fn morning_after(now: Timestamp) -> Timestamp {
    morning(day(now) + Days::new(1)).unwrap_or(now + TimeDelta::days(1))
}

/// So many minutes later.
pub(super) fn later(now: Timestamp, minutes: i64) -> Timestamp {
    now + TimeDelta::minutes(minutes)
}

/// What a premium's next step hangs on besides itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Situation {
    /// When the policyholder's card was registered; nothing where there is none.
    pub card_registered_at: Option<Timestamp>,
    /// The rules of the policy's product.
    pub rules: PremiumRules,
    /// Whether the policy has lapsed.
    pub lapsed: bool,
}

/// What is to be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing until it is looked at again.
    Wait,
    /// Nothing today, which is to be noted.
    Look,
    /// Send the charge of the card that was registered at this time.
    Send(Timestamp),
    /// There is no card to charge.
    Refuse(Decline),
    /// Search for the charge: it may have been made.
    Search,
    /// Tell the policyholder.
    Tell(DunningStep),
    /// Give it up; the policy lapses with it, or has before.
    GiveUp,
    /// Ask for the refund.
    Refund,
}

impl Premium {
    /// What is to be done now. It follows from the record alone, wherever a run was cut off.
    #[must_use]
    pub fn next_step(&self, situation: &Situation, now: Timestamp) -> Step {
        if self.look_at.is_none_or(|look_at| look_at > now) {
            return Step::Wait;
        }
        match self.state {
            ChargeState::Charged | ChargeState::Refunded => Step::Wait,
            ChargeState::Refunding => Step::Refund,
            ChargeState::Sent | ChargeState::Unknown => Step::Search,
            ChargeState::Intended if situation.lapsed => Step::GiveUp,
            ChargeState::Intended => situation.card_registered_at.map_or(Step::Refuse(Decline::NoCard), Step::Send),
            ChargeState::Failed => self.after_failure(situation, now),
        }
    }

    fn after_failure(&self, situation: &Situation, now: Timestamp) -> Step {
        let (today, grace_ends_on) = (day(now), situation.rules.grace_ends_on(self.due_on));
        if situation.lapsed || today > grace_ends_on {
            return Step::GiveUp;
        }
        let is_other_card = situation.card_registered_at.is_some() && situation.card_registered_at != self.card_registered_at;
        if let Some(card) = situation.card_registered_at.filter(|_| is_other_card || self.retry_at.is_some_and(|retry_at| retry_at <= now))
        {
            return Step::Send(card);
        }
        DunningStep::due(self, grace_ends_on, today).map_or(Step::Look, Step::Tell)
    }
}
