//! Premiums (保険料): planned on a policy, charged by card when they are due, refunded where they were charged wrongly.

pub mod charge;
pub mod list;
pub mod plan;
pub mod refund;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use shared::caller::Tenant;
use shared::domain::id::{PolicyId, PolicyholderId, PremiumId};
use shared::domain::money::Yen;
use shared::domain::premium::{ChargeState, Decline, DunningStep, Premium, PremiumAmount};
use shared::domain::time::{Timestamp, rfc3339};
use shared::key::{self, Key, Kind};

/// The key of a premium.
#[must_use]
pub fn premium_key(tenant: Tenant, id: PremiumId) -> Key {
    key::record(tenant, Kind::Premium, &id.to_string())
}

/// A premium: nothing personal.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PremiumView {
    /// Its identifier.
    pub id: PremiumId,
    /// The policy.
    pub policy: PolicyId,
    /// Whose card is charged.
    pub policyholder: PolicyholderId,
    /// 払込期日.
    pub due_on: NaiveDate,
    /// 保険料.
    pub amount_yen: PremiumAmount,
    /// Where it stands.
    pub state: ChargeState,
    /// How often the card company was asked to charge it.
    pub attempts: u32,
    /// Why it wasn't charged last.
    pub decline: Option<Decline>,
    /// When it is tried again with the same card.
    #[serde(with = "rfc3339::option")]
    #[schemars(with = "Option<String>")]
    pub retry_at: Option<Timestamp>,
    /// What the policyholder was told last.
    pub told: Option<DunningStep>,
    /// When it was charged.
    #[serde(with = "rfc3339::option")]
    #[schemars(with = "Option<String>")]
    pub charged_at: Option<Timestamp>,
    /// What went back.
    pub refunded_yen: Yen,
    /// Why the last refund was refused.
    pub refund_decline: Option<Decline>,
    /// The day on which it was given up, since the policy lapsed.
    pub given_up_on: Option<NaiveDate>,
}

impl From<&Premium> for PremiumView {
    fn from(premium: &Premium) -> Self {
        Self {
            id: premium.id,
            policy: premium.policy,
            policyholder: premium.policyholder,
            due_on: premium.due_on,
            amount_yen: premium.amount_yen,
            state: premium.state,
            attempts: premium.attempts,
            decline: premium.decline,
            retry_at: premium.retry_at,
            told: premium.told,
            charged_at: premium.charged_at,
            refunded_yen: premium.refunded_yen,
            refund_decline: premium.refund.and_then(|refund| refund.decline),
            given_up_on: premium.given_up_on,
        }
    }
}
