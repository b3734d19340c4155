//! Claims (保険金請求): the record, and every step of its life as a method that takes the claim and returns the next one.
//!
//! `intake.rs` has the claimant's steps, `decision.rs` those of assessor and approver, `settlement.rs` those of the money.

mod decision;
mod intake;
mod settlement;

pub use decision::{Approver, Decided};

use super::{
    assessment::Assessment,
    bank_account::BankAccount,
    claim_state::{ClaimAction, ClaimState, next},
    id::{AccountId, AnimalId, ClaimId, LabelId, PayoutId, PolicyId, PolicyholderId, ProductId},
    money::Yen,
    personal::Personal,
    policy::{PolicyPeriod, Usage},
    refusal::{FieldRefusal, Refusal},
    rejection::RejectionReason,
    statement::{self, Cause, ReadableLine, StoredLine},
    text::{Line, Note},
    time::Timestamp,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The most labels that a claim carries.
pub const LABELS_MAXIMUM: usize = 20;

/// What a claim is about; fixed when it is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimSubject {
    /// The claim's own identifier.
    pub id: ClaimId,
    /// The policy that is to pay.
    pub policy: PolicyId,
    /// The animal that was treated.
    pub animal: AnimalId,
    /// The policyholder, who claims.
    pub policyholder: PolicyholderId,
    /// The product that the policy was made from.
    pub product: ProductId,
}

/// What is claimed, as it is entered; changeable while the claim is a draft or returned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimInput {
    /// Illness or injury.
    pub cause: Cause,
    /// The statement's lines, 1 to 200.
    pub lines: Vec<ReadableLine>,
    /// 傷病名.
    pub diagnosis: Line<200>,
    /// 備考.
    #[serde(default)]
    pub note: Option<Note<2000>>,
    /// 振込先口座; needed before approval.
    #[serde(default)]
    pub bank_account: Option<BankAccount>,
}

/// How much text the items of a statement have in all, in bytes of UTF-8: with the assessment of 200 lines, the claim stays
/// under the 400 KB that an item of the store may have. 200 lines of 200 kanji just fit.
pub const ITEM_BYTES_MAXIMUM: usize = 120_000;

impl ClaimInput {
    /// Every rule that the input breaks; empty where it is sound.
    #[must_use]
    pub fn validate(&self) -> Vec<FieldRefusal> {
        let mut refusals = statement::validate(&self.lines);
        let bytes: usize = self.lines.iter().map(|line| line.item.as_str().len()).sum();
        if bytes > ITEM_BYTES_MAXIMUM {
            refusals.push(FieldRefusal::new("lines", Refusal::StatementTextTooLong(ITEM_BYTES_MAXIMUM)));
        }
        refusals
    }
}

/// Why and when a claim went back to the claimant (差戻し).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Returned {
    /// Who returned it.
    pub by: AccountId,
    /// When.
    #[serde(with = "crate::domain::time::rfc3339")]
    pub at: Timestamp,
    /// What is missing or wrong.
    pub reasons: Personal<Note<2000>>,
}

/// Why and when a claim was rejected (不承認).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rejected {
    /// Who rejected it.
    pub by: AccountId,
    /// When.
    #[serde(with = "crate::domain::time::rfc3339")]
    pub at: Timestamp,
    /// One reason or more.
    pub reasons: BTreeSet<RejectionReason>,
    /// What the claimant is told beside the reasons.
    #[serde(default)]
    pub note: Option<Personal<Note<2000>>>,
}

/// A later due date, of which the claimant gets a notice (支払期限の延長; requirements, Time limits).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DueExtension {
    /// Who extended it.
    pub by: AccountId,
    /// When.
    #[serde(with = "crate::domain::time::rfc3339")]
    pub at: Timestamp,
    /// What is still to be found out (確認事項).
    pub items: Personal<Note<2000>>,
    /// The last day of the extension.
    #[serde(deserialize_with = "crate::domain::date::strict")]
    pub until: NaiveDate,
}

/// A claim.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claim {
    /// Its identifier.
    pub id: ClaimId,
    /// The policy that is to pay.
    pub policy: PolicyId,
    /// The animal that was treated.
    pub animal: AnimalId,
    /// The policyholder, who claims.
    pub policyholder: PolicyholderId,
    /// The product that the policy was made from; none on a claim of before products stood here.
    #[serde(default)]
    pub product: Option<ProductId>,
    /// Where it stands.
    pub state: ClaimState,
    /// Illness or injury.
    pub cause: Cause,
    /// The statement (診療明細書).
    pub lines: Vec<StoredLine>,
    /// The clinic's diagnosis (診断名).
    pub diagnosis: Personal<Line<200>>,
    /// Remarks.
    #[serde(default)]
    pub note: Option<Personal<Note<2000>>>,
    /// Where the payout goes.
    #[serde(default)]
    pub bank_account: Option<Personal<BankAccount>>,

    /// The day on which it was first submitted: the statute's three years are measured to it, also after it was returned.
    #[serde(default, deserialize_with = "crate::domain::date::strict")]
    pub received_on: Option<NaiveDate>,
    /// The day on which its papers became complete, or on which it was reopened: the payout's 30 days count from it.
    #[serde(default, deserialize_with = "crate::domain::date::strict")]
    pub completed_on: Option<NaiveDate>,
    /// The day by which it is to be paid (支払期限), extensions included; none while it lies with the claimant.
    #[serde(default, deserialize_with = "crate::domain::date::strict")]
    pub due_on: Option<NaiveDate>,
    /// The present extension.
    #[serde(default)]
    pub extension: Option<DueExtension>,
    /// Why it was returned; none once it is resubmitted.
    #[serde(default)]
    pub returned: Option<Returned>,

    /// Who is to see it through (担当者).
    #[serde(default)]
    pub assigned_to: Option<AccountId>,
    /// The last assessment of the present statement.
    #[serde(default)]
    pub assessment: Option<Assessment>,
    /// Who made it.
    #[serde(default)]
    pub assessed_by: Option<AccountId>,
    /// When.
    #[serde(default, with = "crate::domain::time::rfc3339::option")]
    pub assessed_at: Option<Timestamp>,
    /// The policy's period that it was assessed under.
    #[serde(default)]
    pub assessed_period: Option<PolicyPeriod>,
    /// Everybody who ever assessed this claim: none of them can approve it (maker-checker).
    #[serde(default)]
    pub assessors: Vec<AccountId>,

    /// Who approved it.
    #[serde(default)]
    pub approved_by: Option<AccountId>,
    /// When.
    #[serde(default, with = "crate::domain::time::rfc3339::option")]
    pub approved_at: Option<Timestamp>,
    /// What the claim pays in all by its approval.
    #[serde(default)]
    pub approved_yen: Option<Yen>,
    /// What the policy's ledger holds for this claim; it stays booked while the claim is assessed anew.
    #[serde(default)]
    pub booked: Option<Usage>,
    /// Why it was rejected.
    #[serde(default)]
    pub rejected: Option<Rejected>,

    /// The payout of the present approval; none where nothing is left to pay.
    #[serde(default)]
    pub payout: Option<PayoutId>,
    /// Its amount: the approved amount less what was paid before.
    #[serde(default)]
    pub payout_yen: Option<Yen>,
    /// What was paid so far, over all approvals.
    #[serde(default)]
    pub paid_yen: Yen,
    /// The day of the last payment.
    #[serde(default, deserialize_with = "crate::domain::date::strict")]
    pub paid_on: Option<NaiveDate>,
    /// What the claimant is to give back, where a new decision pays less than was paid (返還).
    #[serde(default)]
    pub recover_yen: Option<Yen>,

    /// Labels, 20 at most.
    #[serde(default)]
    pub labels: Vec<LabelId>,
    /// Who made it.
    pub created_by: AccountId,
    /// When.
    #[serde(with = "crate::domain::time::rfc3339")]
    pub created_at: Timestamp,
    /// Who changed it last.
    pub updated_by: AccountId,
    /// When.
    #[serde(with = "crate::domain::time::rfc3339")]
    pub updated_at: Timestamp,
}

impl Claim {
    /// The claim after a step, or why its state doesn't allow it: every method that changes the state begins here.
    fn step(self, action: ClaimAction, by: AccountId, now: Timestamp) -> Result<Self, Refusal> {
        Ok(Self { state: next(self.state, action)?, ..self }.touched(by, now))
    }

    fn touched(self, by: AccountId, now: Timestamp) -> Self {
        Self { updated_by: by, updated_at: now, ..self }
    }

    /// The claim given to an account, or to nobody; the same claim where nothing changes. Its state doesn't matter: who answers
    /// for a claim may change at any time.
    #[must_use]
    pub fn assign(self, to: Option<AccountId>, by: AccountId, now: Timestamp) -> Self {
        if self.assigned_to == to { self } else { Self { assigned_to: to, ..self.touched(by, now) } }
    }

    /// The sum of the statement.
    #[must_use]
    pub fn claimed_yen(&self) -> Yen {
        self.lines.iter().map(|line| line.amount_yen).sum()
    }

    /// The statement with its items readable.
    ///
    /// # Errors
    /// [`Refusal::PersonalValueSealed`] where the claim was loaded without being opened.
    pub fn readable_lines(&self) -> Result<Vec<ReadableLine>, Refusal> {
        let readable = |line: &StoredLine| line.item.get().map(|item| line.with_item(item.clone()));
        self.lines.iter().map(|line| readable(line).ok_or(Refusal::PersonalValueSealed)).collect()
    }

    /// The claim with a label; the same claim where it has it already.
    ///
    /// # Errors
    /// [`Refusal::TooManyLabels`].
    pub fn attach_label(mut self, label: LabelId, by: AccountId, now: Timestamp) -> Result<Self, Refusal> {
        if self.labels.contains(&label) {
            return Ok(self);
        }
        if self.labels.len() >= LABELS_MAXIMUM {
            return Err(Refusal::TooManyLabels);
        }
        self.labels.push(label);
        Ok(self.touched(by, now))
    }

    /// The claim without a label; the same claim where it doesn't have it.
    #[must_use]
    pub fn detach_label(mut self, label: LabelId, by: AccountId, now: Timestamp) -> Self {
        if !self.labels.contains(&label) {
            return self;
        }
        self.labels.retain(|present| *present != label);
        self.touched(by, now)
    }
}

#[cfg(test)]
mod tests;
