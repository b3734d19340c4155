//! The steps of the money, and the way back into assessment.

use super::Claim;
use crate::domain::{
    bank_account::BankAccount,
    claim_state::{ClaimAction, ClaimState},
    deadline::payout_due_on,
    id::AccountId,
    money::Yen,
    personal::Personal,
    refusal::Refusal,
    time::{Timestamp, day},
};

impl Claim {
    /// The payout has gone. The handler moves the payout in the same commit.
    ///
    /// # Errors
    /// [`Refusal::ClaimStateForbids`]; [`Refusal::PayoutMissing`] where the claim has no payout: then money is to be given back, see
    /// [`Claim::record_recovery`].
    pub fn pay(self, by: AccountId, now: Timestamp) -> Result<Self, Refusal> {
        let claim = self.step(ClaimAction::Pay, by, now)?;
        let amount = claim.payout.and(claim.payout_yen).ok_or(Refusal::PayoutMissing)?;
        Ok(Self { paid_yen: claim.paid_yen + amount, paid_on: Some(day(now)), ..claim })
    }

    /// The bank refused the transfer, or sent it back after the claim counted as paid.
    ///
    /// # Errors
    /// [`Refusal::ClaimStateForbids`], [`Refusal::PayoutMissing`].
    pub fn fail_payment(self, by: AccountId, now: Timestamp) -> Result<Self, Refusal> {
        let was_paid = self.state == ClaimState::Paid;
        let claim = self.step(ClaimAction::FailPayment, by, now)?;
        let amount = claim.payout.and(claim.payout_yen).ok_or(Refusal::PayoutMissing)?;
        let paid_yen = if was_paid { claim.paid_yen.saturating_sub(amount) } else { claim.paid_yen };
        Ok(Self { paid_yen, paid_on: None, ..claim })
    }

    /// To be transferred again, to the same or another account. The handler retries the payout in the same commit.
    ///
    /// # Errors
    /// [`Refusal::ClaimStateForbids`].
    pub fn retry_payment(self, bank_account: Option<BankAccount>, by: AccountId, now: Timestamp) -> Result<Self, Refusal> {
        let claim = self.step(ClaimAction::RetryPayment, by, now)?;
        let bank_account = match (claim.bank_account, bank_account) {
            (Some(before), Some(changed)) => Some(before.replace(changed)),
            (None, Some(changed)) => Some(Personal::new(changed)),
            (before, None) => before,
        };
        Ok(Self { bank_account, ..claim })
    }

    /// A decided claim is to be assessed anew. Its 30 days begin again; what is booked and paid stays until the new decision settles
    /// the difference. A payout that is still due or failed must be cancelled in the same commit, or it would be paid twice.
    ///
    /// # Errors
    /// [`Refusal::ClaimStateForbids`].
    pub fn reopen(self, by: AccountId, now: Timestamp) -> Result<Self, Refusal> {
        let claim = self.step(ClaimAction::Reopen, by, now)?;
        let today = day(now);
        Ok(Self {
            completed_on: Some(today),
            due_on: Some(payout_due_on(today)),
            extension: None,
            approved_by: None,
            approved_at: None,
            approved_yen: None,
            rejected: None,
            payout: None,
            payout_yen: None,
            recover_yen: None,
            ..claim
        })
    }

    /// The claimant gave back what was paid too much. An approved claim is paid with that; a rejected one stays rejected.
    ///
    /// # Errors
    /// [`Refusal::NothingToRecover`].
    pub fn record_recovery(self, by: AccountId, now: Timestamp) -> Result<Self, Refusal> {
        let recovered = self.recover_yen.filter(|amount| *amount > Yen::ZERO).ok_or(Refusal::NothingToRecover)?;
        let claim = if self.state == ClaimState::Approved { self.step(ClaimAction::Pay, by, now)? } else { self.touched(by, now) };
        Ok(Self { paid_yen: claim.paid_yen.saturating_sub(recovered), recover_yen: None, ..claim })
    }
}
