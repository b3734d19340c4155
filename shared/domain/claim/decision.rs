//! The steps of assessor and approver: who assessed a claim doesn't approve it, and an approver has a limit.

use super::{Claim, Rejected};
use crate::domain::{
    assessment::{Application, Contract, Finding, assess},
    claim_state::ClaimAction,
    deadline::payout_due_on,
    id::{AccountId, PayoutId},
    money::Yen,
    payout::Payout,
    personal::Personal,
    policy::{LimitLedger, PolicyPeriod},
    product::ProductTerms,
    refusal::Refusal,
    rejection::RejectionReason,
    text::Note,
    time::{Timestamp, day},
};
use std::collections::BTreeSet;

/// Who decides.
#[derive(Clone, Copy, Debug)]
pub struct Approver {
    /// The account.
    pub account: AccountId,
    /// Up to which amount it decides (承認限度額); without a limit it decides nothing.
    pub limit_yen: Option<Yen>,
}

/// A decision: what is to be committed in one transaction.
#[derive(Clone, Debug)]
pub struct Decided {
    /// The claim, approved (paid, where nothing is left to pay) or rejected.
    pub claim: Claim,
    /// The policy's ledger with the decision booked.
    pub ledger: LimitLedger,
    /// The payout to be made; none where nothing is left to pay. What is to be given back stands in the claim's `recover_yen`.
    pub payout: Option<Payout>,
}

impl Claim {
    /// An assessor takes the claim up.
    ///
    /// # Errors
    /// [`Refusal::ClaimStateForbids`].
    pub fn start_assessment(self, by: AccountId, now: Timestamp) -> Result<Self, Refusal> {
        Ok(Self { assigned_to: Some(by), ..self.step(ClaimAction::StartAssessment, by, now)? })
    }

    /// The claim assessed, or assessed anew. What the ledger holds for this very claim counts as free.
    ///
    /// # Errors
    /// [`Refusal::ClaimStateForbids`], [`Refusal::PersonalValueSealed`] unless the items are open, and those of [`assess`].
    pub fn assess(self, contract: &Contract<'_>, findings: &[Finding], by: AccountId, now: Timestamp) -> Result<Self, Refusal> {
        let mut claim = self.step(ClaimAction::Assess, by, now)?;
        let ledger = claim.ledger_without(contract.ledger)?;
        let lines = claim.readable_lines()?;
        let received_on = claim.received_on.unwrap_or(day(now));
        let application = Application { received_on, cause: claim.cause, lines: &lines, findings };
        let assessment = assess(&Contract { ledger: &ledger, ..*contract }, &application)?;
        if !claim.assessors.contains(&by) {
            claim.assessors.push(by);
        }
        Ok(Self {
            assessment: Some(assessment),
            assessed_by: Some(by),
            assessed_at: Some(now),
            assessed_period: Some(*contract.period),
            ..claim
        })
    }

    /// Checks that the policy's period is still the one that the claim was assessed under.
    ///
    /// # Errors
    /// [`Refusal::LimitsChanged`] where it was changed since: the claim is to be assessed again.
    pub fn check_period(&self, period: &PolicyPeriod) -> Result<(), Refusal> {
        if self.assessed_period.is_some_and(|assessed| assessed != *period) { Err(Refusal::LimitsChanged) } else { Ok(()) }
    }

    /// The claim approved, its use of the limits booked, and the payout of what it pays beyond what was paid before.
    ///
    /// Where a claim that was reopened now pays less than was paid, there is no payout and the difference is to be given back; where
    /// it pays the same, the claim is paid at once.
    ///
    /// # Errors
    /// - [`Refusal::ClaimStateForbids`] unless it is assessed.
    /// - [`Refusal::ApproverAssessed`] where the approver ever assessed it (maker-checker).
    /// - [`Refusal::ApprovalLimitMissing`], [`Refusal::ApprovalLimitExceeded`].
    /// - [`Refusal::NothingPayable`] where it pays nothing and has paid nothing: it is to be rejected with its reasons.
    /// - [`Refusal::LimitsChanged`] where other claims used the limits since: it is to be assessed again.
    /// - [`Refusal::BankAccountMissing`], [`Refusal::PersonalValueSealed`] unless the bank account is open.
    pub fn approve(
        self,
        approver: Approver,
        terms: &ProductTerms,
        ledger: &LimitLedger,
        payout: PayoutId,
        now: Timestamp,
    ) -> Result<Decided, Refusal> {
        let claim = self.step(ClaimAction::Approve, approver.account, now)?;
        if claim.assessors.contains(&approver.account) || claim.assessed_by == Some(approver.account) {
            return Err(Refusal::ApproverAssessed);
        }
        let assessment = claim.assessment.as_ref().ok_or(Refusal::ClaimStateForbids)?;
        let (total, usage) = (assessment.total_yen, assessment.usage.clone());
        approver.may_decide(total.max(claim.paid_yen))?;
        if total.max(claim.paid_yen) == Yen::ZERO {
            return Err(Refusal::NothingPayable);
        }
        let ledger = claim.ledger_without(ledger)?.take(terms, &usage).map_err(|refusal| match refusal {
            Refusal::LimitOverrun => Refusal::LimitsChanged,
            other => other,
        })?;
        let approved =
            Self { approved_by: Some(approver.account), approved_at: Some(now), approved_yen: Some(total), booked: Some(usage), ..claim };
        approved.settle(total, payout, now).map(|(claim, payout)| Decided { claim, ledger, payout })
    }

    /// The claim rejected, what the ledger held for it given back, and what was paid for it to be given back by the claimant.
    ///
    /// The amount that the approver's limit has to hold is the assessed one, before an assessment the claimed one.
    ///
    /// # Errors
    /// [`Refusal::ClaimStateForbids`], [`Refusal::ApproverAssessed`] (maker-checker), [`Refusal::RejectionReasonsMissing`], [`Refusal::ApprovalLimitMissing`],
    /// [`Refusal::ApprovalLimitExceeded`].
    pub fn reject(
        self,
        approver: Approver,
        reasons: BTreeSet<RejectionReason>,
        note: Option<Note<2000>>,
        ledger: &LimitLedger,
        now: Timestamp,
    ) -> Result<Decided, Refusal> {
        let claim = self.step(ClaimAction::Reject, approver.account, now)?;
        if claim.assessors.contains(&approver.account) || claim.assessed_by == Some(approver.account) {
            return Err(Refusal::ApproverAssessed);
        }
        if reasons.is_empty() {
            return Err(Refusal::RejectionReasonsMissing);
        }
        let decided = claim.assessment.as_ref().map_or_else(|| claim.claimed_yen(), |assessment| assessment.total_yen);
        approver.may_decide(decided.max(claim.paid_yen))?;
        let ledger = claim.ledger_without(ledger)?;
        let rejected = Rejected { by: approver.account, at: now, reasons, note: note.map(Personal::new) };
        let recover_yen = (claim.paid_yen > Yen::ZERO).then_some(claim.paid_yen);
        let claim = Self { rejected: Some(rejected), booked: None, recover_yen, due_on: None, ..claim };
        Ok(Decided { claim, ledger, payout: None })
    }

    /// The ledger without what it holds for this claim.
    fn ledger_without(&self, ledger: &LimitLedger) -> Result<LimitLedger, Refusal> {
        self.booked.as_ref().map_or_else(|| Ok(ledger.clone()), |booked| ledger.give_back(booked))
    }

    /// The difference between what the claim pays and what was paid: a payout, nothing, or an amount to be given back.
    fn settle(self, total: Yen, payout: PayoutId, now: Timestamp) -> Result<(Self, Option<Payout>), Refusal> {
        let (missing, excess) = (total.saturating_sub(self.paid_yen), self.paid_yen.saturating_sub(total));
        if excess > Yen::ZERO {
            // Nothing is to be paid any more, so nothing is due.
            return Ok((Self { recover_yen: Some(excess), due_on: None, ..self }, None));
        }
        if missing == Yen::ZERO {
            let by = self.updated_by;
            return Ok((self.step(ClaimAction::Pay, by, now)?, None));
        }
        let account = self.bank_account.as_ref().ok_or(Refusal::BankAccountMissing)?.get().ok_or(Refusal::PersonalValueSealed)?;
        let due_on = self.due_on.unwrap_or_else(|| payout_due_on(day(now)));
        let made = Payout::new(payout, (self.id, self.policy), missing, account.clone(), due_on)?;
        let made = Payout { product: self.product, received_on: self.received_on, ..made };
        Ok((Self { payout: Some(payout), payout_yen: Some(missing), ..self }, Some(made)))
    }
}

impl Approver {
    /// Whether this amount is within the limit.
    ///
    /// # Errors
    /// [`Refusal::ApprovalLimitMissing`], [`Refusal::ApprovalLimitExceeded`].
    pub fn may_decide(&self, amount: Yen) -> Result<(), Refusal> {
        match self.limit_yen {
            None => Err(Refusal::ApprovalLimitMissing),
            Some(limit) if amount > limit => Err(Refusal::ApprovalLimitExceeded),
            Some(_) => Ok(()),
        }
    }
}
