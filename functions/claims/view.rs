//! A claim as a reply shows it whole.

use crate::claims::item::ClaimNames;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use shared::domain::assessment::Assessment;
use shared::domain::bank_account::BankAccount;
use shared::domain::claim::{Claim, DueExtension, Returned};
use shared::domain::claim_state::ClaimState;
use shared::domain::id::{AccountId, AnimalId, ClaimId, PayoutId, PolicyId, PolicyholderId, ProductId};
use shared::domain::label::{Label, Labels};
use shared::domain::money::Yen;
use shared::domain::rejection::RejectionReason;
use shared::domain::statement::{Cause, ReadableLine};
use shared::domain::text::{Line, Note};
use shared::domain::time::{Timestamp, rfc3339};
use shared::error::{Error, Result};
use std::collections::BTreeSet;

/// A claim with everything entered and decided.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClaimView {
    /// Its identifier.
    pub id: ClaimId,
    /// Its policy.
    pub policy: PolicyId,
    /// The animal.
    pub animal: AnimalId,
    /// The policyholder.
    pub policyholder: PolicyholderId,
    /// The product that the policy was made from.
    pub product: Option<ProductId>,
    /// What a person tells it by; null where it was just written.
    pub names: Option<ClaimNames>,
    /// 担当者: who is to see it through.
    pub assignee: Option<AccountId>,
    /// Where it stands.
    pub state: ClaimState,
    /// Illness or injury.
    pub cause: Cause,
    /// The statement's lines (診療明細書).
    pub lines: Vec<ReadableLine>,
    /// 傷病名.
    pub diagnosis: Line<200>,
    /// 備考.
    pub note: Option<Note<2000>>,
    /// 振込先口座.
    pub bank_account: Option<BankAccount>,
    /// What is claimed.
    pub claimed_yen: Yen,
    /// 受付日.
    pub received_on: Option<NaiveDate>,
    /// 支払期限: 30 days from the day the papers were complete.
    pub due_on: Option<NaiveDate>,
    /// That the due date was extended (支払期限の延長).
    pub extension: Option<ExtensionView>,
    /// Why it was returned; null once it is submitted again.
    pub returned: Option<ReturnedView>,
    /// The assessment with every figure (査定).
    pub assessment: Option<Assessment>,
    /// Who assessed it, the last time.
    pub assessed_by: Option<AccountId>,
    /// Whoever assessed it since it was entered: none of them decides on it.
    pub assessors: Vec<AccountId>,
    /// When.
    #[serde(with = "rfc3339::option")]
    #[schemars(with = "Option<String>")]
    pub assessed_at: Option<Timestamp>,
    /// Who approved it.
    pub approved_by: Option<AccountId>,
    /// When.
    #[serde(with = "rfc3339::option")]
    #[schemars(with = "Option<String>")]
    pub approved_at: Option<Timestamp>,
    /// The approved amount.
    pub approved_yen: Option<Yen>,
    /// Why it was rejected.
    pub rejected: Option<RejectedView>,
    /// Its payout.
    pub payout: Option<PayoutId>,
    /// The payout's amount.
    pub payout_yen: Option<Yen>,
    /// 支払日.
    pub paid_on: Option<NaiveDate>,
    /// What was paid in all.
    pub paid_yen: Yen,
    /// Whether it was approved or paid before it was reopened: it isn't withdrawn any more.
    pub was_settled: bool,
    /// What the claimant is to give back (返還).
    pub recover_yen: Option<Yen>,
    /// Its labels.
    pub labels: Vec<Label>,
    /// Who entered it.
    pub created_by: AccountId,
    /// When.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub created_at: Timestamp,
    /// When it was last changed.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub updated_at: Timestamp,
}

/// A rejection.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RejectedView {
    /// Who.
    pub by: AccountId,
    /// When.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// Why.
    pub reasons: BTreeSet<RejectionReason>,
    /// In words.
    pub note: Option<Note<2000>>,
}

/// That the due date was extended.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ExtensionView {
    /// Who.
    pub by: AccountId,
    /// When.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// 確認事項: what is still to be found out.
    pub items: Note<2000>,
    /// 延長後の支払期限.
    pub until: NaiveDate,
}

/// That it went back to the claimant (差戻し).
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReturnedView {
    /// Who.
    pub by: AccountId,
    /// When.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// What is missing or wrong.
    pub reasons: Note<2000>,
}

impl ClaimView {
    /// The view of an opened claim.
    ///
    /// # Errors
    /// Where a personal field wasn't opened: a fault of the handler.
    pub fn new(claim: &Claim, labels: &Labels) -> Result<Self> {
        let rejected = claim.rejected.as_ref().map(|rejected| RejectedView {
            by: rejected.by,
            at: rejected.at,
            reasons: rejected.reasons.clone(),
            note: rejected.note.as_ref().and_then(|note| note.get()).cloned(),
        });
        Ok(Self {
            id: claim.id,
            policy: claim.policy,
            animal: claim.animal,
            policyholder: claim.policyholder,
            product: claim.product,
            names: None,
            assignee: claim.assigned_to,
            state: claim.state,
            cause: claim.cause,
            lines: claim.readable_lines().map_err(|_| sealed())?,
            diagnosis: claim.diagnosis.get().ok_or_else(sealed)?.clone(),
            note: claim.note.as_ref().and_then(|note| note.get()).cloned(),
            bank_account: claim.bank_account.as_ref().and_then(|account| account.get()).cloned(),
            claimed_yen: claim.claimed_yen(),
            received_on: claim.received_on,
            due_on: claim.due_on,
            extension: claim.extension.as_ref().map(extension).transpose()?,
            returned: claim.returned.as_ref().map(returned).transpose()?,
            assessment: claim.assessment.clone(),
            assessed_by: claim.assessed_by,
            assessors: claim.assessors.clone(),
            was_settled: claim.was_settled(),
            assessed_at: claim.assessed_at,
            approved_by: claim.approved_by,
            approved_at: claim.approved_at,
            approved_yen: claim.approved_yen,
            rejected,
            payout: claim.payout,
            payout_yen: claim.payout_yen,
            paid_on: claim.paid_on,
            paid_yen: claim.paid_yen,
            recover_yen: claim.recover_yen,
            labels: labels.of(&claim.labels),
            created_by: claim.created_by,
            created_at: claim.created_at,
            updated_at: claim.updated_at,
        })
    }
}

fn sealed() -> Error {
    Error::internal("a claim is shown without being opened")
}

fn extension(extension: &DueExtension) -> Result<ExtensionView> {
    let items = extension.items.get().ok_or_else(sealed)?.clone();
    Ok(ExtensionView { by: extension.by, at: extension.at, items, until: extension.until })
}

fn returned(returned: &Returned) -> Result<ReturnedView> {
    let reasons = returned.reasons.get().ok_or_else(sealed)?;
    Ok(ReturnedView { by: returned.by, at: returned.at, reasons: reasons.clone() })
}
