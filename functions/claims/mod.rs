//! Claims (保険金請求): from the statement to the payment.

pub mod approve;
pub mod assess;
pub mod assign;
pub mod assign_many;
mod assignment;
pub mod create;
pub mod extend_due;
pub mod fail_payment;
pub mod item;
pub mod list;
pub mod pay;
pub mod record_recovery;
pub mod reject;
pub mod reopen;
pub mod retry_payment;
pub mod r#return;
pub mod search;
pub mod show;
pub mod submit;
pub mod update;
mod view;
pub mod withdraw;

pub use view::{ClaimView, ExtensionView, RejectedView, ReturnedView};

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use shared::caller::Tenant;
use shared::domain::assessment::Assessment;
use shared::domain::claim::{Claim, ClaimInput};
use shared::domain::claim_state::ClaimState;
use shared::domain::id::{AccountId, ClaimId, PayoutId};
use shared::domain::money::Yen;
use shared::domain::refusal::Refusal;
use shared::error::Result;
use shared::key::{self, Key, Kind};

/// The key of a claim.
#[must_use]
pub fn claim_key(tenant: Tenant, id: ClaimId) -> Key {
    key::record(tenant, Kind::Claim, &id.to_string())
}

/// The key of a claim's payout.
///
/// # Errors
/// [`Refusal::PayoutMissing`] where it has none.
pub fn payout_key(tenant: Tenant, claim: &Claim) -> Result<Key> {
    let payout = claim.payout.ok_or(Refusal::PayoutMissing)?;
    Ok(key::record(tenant, Kind::Payout, &payout.to_string()))
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
    /// 担当者: who is to see it through.
    pub assignee: Option<AccountId>,
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
            assignee: claim.assigned_to,
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
