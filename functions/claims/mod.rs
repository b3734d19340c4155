//! Claims (保険金請求): from the statement to the payment.

pub mod approve;
pub mod assess;
pub mod create;
pub mod list;
pub mod pay;
pub mod reject;
pub mod show;
pub mod submit;
pub mod update;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use shared::caller::Tenant;
use shared::domain::assessment::Assessment;
use shared::domain::bank_account::BankAccount;
use shared::domain::claim::{Claim, ClaimInput};
use shared::domain::claim_state::ClaimState;
use shared::domain::id::{AccountId, AnimalId, ClaimId, PayoutId, PolicyId, PolicyholderId};
use shared::domain::label::{Label, Labels};
use shared::domain::money::Yen;
use shared::domain::rejection::RejectionReason;
use shared::domain::statement::{Cause, ReadableLine};
use shared::domain::text::{Line, Note};
use shared::domain::time::{Timestamp, rfc3339};
use shared::error::{Error, Result};
use shared::key::{self, Key, Kind};
use std::collections::BTreeSet;

/// The key of a claim.
#[must_use]
pub fn claim_key(tenant: Tenant, id: ClaimId) -> Key {
    key::record(tenant, Kind::Claim, &id.to_string())
}

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
    /// The assessment with every figure (査定).
    pub assessment: Option<Assessment>,
    /// Who assessed it.
    pub assessed_by: Option<AccountId>,
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
    /// 支払日.
    pub paid_on: Option<NaiveDate>,
    /// What was paid in all.
    pub paid_yen: Yen,
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

impl ClaimView {
    /// The view of an opened claim.
    ///
    /// # Errors
    /// Where a personal field wasn't opened: a fault of the handler.
    pub fn new(claim: &Claim, labels: &Labels) -> Result<Self> {
        let sealed = || Error::internal("a claim is shown without being opened");
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
            state: claim.state,
            cause: claim.cause,
            lines: claim.readable_lines().map_err(|_| sealed())?,
            diagnosis: claim.diagnosis.get().ok_or_else(sealed)?.clone(),
            note: claim.note.as_ref().and_then(|note| note.get()).cloned(),
            bank_account: claim.bank_account.as_ref().and_then(|account| account.get()).cloned(),
            claimed_yen: claim.claimed_yen(),
            received_on: claim.received_on,
            due_on: claim.due_on,
            assessment: claim.assessment.clone(),
            assessed_by: claim.assessed_by,
            assessed_at: claim.assessed_at,
            approved_by: claim.approved_by,
            approved_at: claim.approved_at,
            approved_yen: claim.approved_yen,
            rejected,
            payout: claim.payout,
            paid_on: claim.paid_on,
            paid_yen: claim.paid_yen,
            labels: labels.of(&claim.labels),
            created_by: claim.created_by,
            created_at: claim.created_at,
            updated_at: claim.updated_at,
        })
    }
}

/// Refuses an input with every field that breaks a rule.
///
/// # Errors
/// [`Error::Invalid`] with the fields.
pub fn check(input: &ClaimInput) -> Result<()> {
    crate::refuse_fields(input.validate())
}

/// A claim as a step of its way replies with it: no personal fields, so that the step opens none.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClaimStep {
    /// Its identifier.
    pub id: ClaimId,
    /// Where it stands now.
    pub state: ClaimState,
    /// 受付日.
    pub received_on: Option<NaiveDate>,
    /// 支払期限.
    pub due_on: Option<NaiveDate>,
    /// The assessment with every figure.
    pub assessment: Option<Assessment>,
    /// The approved amount.
    pub approved_yen: Option<Yen>,
    /// Its payout.
    pub payout: Option<PayoutId>,
    /// What was paid in all.
    pub paid_yen: Yen,
    /// 支払日.
    pub paid_on: Option<NaiveDate>,
}

impl From<&Claim> for ClaimStep {
    fn from(claim: &Claim) -> Self {
        Self {
            id: claim.id,
            state: claim.state,
            received_on: claim.received_on,
            due_on: claim.due_on,
            assessment: claim.assessment.clone(),
            approved_yen: claim.approved_yen,
            payout: claim.payout,
            paid_yen: claim.paid_yen,
            paid_on: claim.paid_on,
        }
    }
}
