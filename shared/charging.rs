//! The saga of a premium with the card company: what it is asked for at a step, and what its answer makes of the premium. The job
//! that charges records the step before it asks and what came of it after; wherever it is cut off, the next run goes on from the
//! record, and a charge that may have been made is searched for before anything is sent again.

use crate::domain::card::CardMember;
use crate::domain::premium::{ChargeReceipt, Decline, Premium};
use crate::domain::refusal::Refusal;
use crate::domain::time::Timestamp;
use crate::domain::timeline::Event;
use crate::ports::{CardAnswer, CardRequest};

/// A premium after a step, and what stands on the timeline.
pub type Moved = Result<(Premium, Event), Refusal>;

/// The charge of a premium that is recorded as sent.
#[must_use]
pub fn charge<'r>(premium: &Premium, member: &'r CardMember, name: &'r str) -> CardRequest<'r> {
    CardRequest::Charge(member, premium.amount_yen, name)
}

/// What the answer to a charge makes of its premium.
///
/// # Errors
/// [`Refusal::PremiumStateForbids`] where the premium has moved on since.
pub fn after_charge(premium: Premium, answer: CardAnswer, now: Timestamp) -> Moved {
    match answer {
        CardAnswer::Done(Some(receipt)) => Ok((premium.charged(receipt, now)?, Event::PremiumCharged)),
        CardAnswer::Declined(decline) if decline.is_ambiguous() => Ok((premium.declined(decline, now)?, Event::PremiumUnanswered)),
        CardAnswer::Declined(decline) => Ok((premium.declined(decline, now)?, Event::PremiumFailed)),
        CardAnswer::Done(None) | CardAnswer::Lost(_) => Ok((premium.unanswered(now)?, Event::PremiumUnanswered)),
    }
}

/// What the answer to a search makes of the premium that was searched for. Nothing but a plain "there is none" lets it be sent
/// again.
///
/// # Errors
/// As [`after_charge`].
pub fn after_search(premium: Premium, answer: CardAnswer, now: Timestamp) -> Moved {
    match answer {
        CardAnswer::Done(Some(receipt)) => Ok((premium.charged(receipt, now)?, Event::PremiumCharged)),
        CardAnswer::Declined(Decline::ProcessUnknown) => Ok((premium.not_found(now)?, Event::PremiumNotFound)),
        CardAnswer::Declined(Decline::CancelledAlready) => Ok((premium.found_cancelled(now)?, Event::PremiumFailed)),
        CardAnswer::Done(None) | CardAnswer::Declined(_) | CardAnswer::Lost(_) => Ok((premium.unanswered(now)?, Event::PremiumUnanswered)),
    }
}

/// The refund of a premium: what is left of the charge, so that asking twice does no more than asking once.
///
/// # Errors
/// [`Refusal::PremiumStateForbids`] where no refund is under way.
pub fn refund<'r>(premium: &Premium, receipt: &'r ChargeReceipt, name: &'r str) -> Result<CardRequest<'r>, Refusal> {
    Ok(premium.rest()?.map_or(CardRequest::Cancel(receipt, name), |rest| CardRequest::Reduce(receipt, rest, name)))
}

/// What the answer to a refund makes of its premium.
///
/// # Errors
/// As [`after_charge`].
pub fn after_refund(premium: Premium, answer: CardAnswer, now: Timestamp) -> Moved {
    let cancels = premium.rest()?.is_none();
    match answer {
        CardAnswer::Done(_) => Ok((premium.refunded()?, Event::PremiumRefunded)),
        // The answer to an earlier try was lost.
        CardAnswer::Declined(Decline::CancelledAlready) if cancels => Ok((premium.refunded()?, Event::PremiumRefunded)),
        CardAnswer::Declined(decline) if !decline.is_ambiguous() => Ok((premium.refund_refused(decline)?, Event::PremiumRefundRefused)),
        CardAnswer::Declined(_) | CardAnswer::Lost(_) => Ok((premium.refund_unanswered(now)?, Event::PremiumRefundUnanswered)),
    }
}
