//! What the card company gave for a charge, and how a charge goes back.

use super::step::later;
use super::{ChargeState, Decline, Premium, PremiumAmount, SETTLED_MINUTES};
use crate::domain::claim::Approver;
use crate::domain::id::AccountId;
use crate::domain::money::Yen;
use crate::domain::refusal::Refusal;
use crate::domain::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What the card company gave for a charge: whoever has it can change or cancel the charge, so it lies sealed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeReceipt {
    /// The charge's identifier there.
    pub process_id: String,
    /// Its password.
    pub process_pass: String,
}

impl std::fmt::Debug for ChargeReceipt {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ChargeReceipt(…)")
    }
}

/// A refund that is under way, or was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// How much goes back.
    pub amount_yen: PremiumAmount,
    /// Who asked for it.
    pub requested_by: AccountId,
    /// Why the card company refused it, once it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decline: Option<Decline>,
}

impl Premium {
    /// What wasn't refunded; nothing where all of it was.
    #[must_use]
    pub fn kept(&self) -> Option<PremiumAmount> {
        let kept = self.amount_yen.yen().saturating_sub(self.refunded_yen).get();
        u32::try_from(kept).ok().and_then(|kept| PremiumAmount::new(kept).ok())
    }

    /// Some of it, or all that is left, is to go back. The approver's limit has to hold all that goes back of this premium, what went
    /// before included: in parts no more goes back than at once.
    ///
    /// # Errors
    /// [`Refusal::PremiumStateForbids`] unless it is charged, [`Refusal::RefundTooLarge`] above what is left,
    /// [`Refusal::ApprovalLimitMissing`], [`Refusal::ApprovalLimitExceeded`].
    pub fn refund(self, amount: Option<PremiumAmount>, approver: Approver, now: Timestamp) -> Result<Self, Refusal> {
        let charged = self.only_in(&[ChargeState::Charged])?;
        let kept = charged.kept().ok_or(Refusal::PremiumStateForbids)?;
        let amount_yen = amount.unwrap_or(kept);
        kept.less(amount_yen)?;
        approver.may_decide(charged.refunded_yen + amount_yen.yen())?;
        let refund = Some(Refund { amount_yen, requested_by: approver.account, decline: None });
        Ok(Self { state: ChargeState::Refunding, refund, look_at: Some(now), ..charged })
    }

    /// What is left once the refund is made; nothing where the charge is cancelled as a whole.
    ///
    /// # Errors
    /// [`Refusal::PremiumStateForbids`] where no refund is under way.
    pub fn rest(&self) -> Result<Option<PremiumAmount>, Refusal> {
        let refund = self.refund.filter(|_| self.state == ChargeState::Refunding).ok_or(Refusal::PremiumStateForbids)?;
        self.kept().ok_or(Refusal::PremiumStateForbids)?.less(refund.amount_yen)
    }

    /// The refund was made.
    ///
    /// # Errors
    /// [`Refusal::PremiumStateForbids`] where none is under way.
    pub fn refunded(self) -> Result<Self, Refusal> {
        let (rest, refund) = (self.rest()?, self.refund);
        let state = if rest.is_some() { ChargeState::Charged } else { ChargeState::Refunded };
        let back = refund.map_or(Yen::ZERO, |refund| refund.amount_yen.yen());
        Ok(Self { state, refunded_yen: self.refunded_yen + back, look_at: None, ..self })
    }

    /// The refund was refused: the premium stays charged.
    ///
    /// # Errors
    /// [`Refusal::PremiumStateForbids`] where none is under way.
    pub fn refund_refused(self, decline: Decline) -> Result<Self, Refusal> {
        self.rest()?;
        let refund = self.refund.map(|refund| Refund { decline: Some(decline), ..refund });
        Ok(Self { state: ChargeState::Charged, refund, look_at: None, ..self })
    }

    /// No answer to the refund came: asking again does no harm, since it names what is to be left.
    ///
    /// # Errors
    /// [`Refusal::PremiumStateForbids`] where none is under way.
    pub fn refund_unanswered(self, now: Timestamp) -> Result<Self, Refusal> {
        self.rest()?;
        Ok(Self { look_at: Some(later(now, SETTLED_MINUTES)), ..self })
    }
}
