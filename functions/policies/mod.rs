//! Policies (保険契約): an animal insured under the terms of a product, and what its claims used of the limits.

pub mod create;
pub mod find;
pub mod list;
pub mod search;
pub mod show;
pub mod update;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use shared::caller::Tenant;
use shared::domain::id::{AccountId, AnimalId, PolicyId, PolicyholderId, ProductId};
use shared::domain::label::{Label, Labels};
use shared::domain::policy::{Policy, PolicyPeriod, PolicyYear, Remaining, YearUsage};
use shared::domain::premium::PolicyPremium;
use shared::domain::product::ProductTerms;
use shared::domain::text::{Line, Note};
use shared::domain::time::{Timestamp, rfc3339};
use shared::error::{Error, Result};
use shared::key::{self, Key, Kind};

/// The key of a policy.
#[must_use]
pub fn policy_key(tenant: Tenant, id: PolicyId) -> Key {
    key::record(tenant, Kind::Policy, &id.to_string())
}

/// A policy with its terms and what is left of its limits.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PolicyView {
    /// Its identifier.
    pub id: PolicyId,
    /// 証券番号.
    pub number: Line<40>,
    /// The insured animal.
    pub animal: AnimalId,
    /// The policyholder.
    pub policyholder: PolicyholderId,
    /// The product it was made from.
    pub product: ProductId,
    /// The product's terms on that day.
    pub terms: ProductTerms,
    /// 保険期間.
    pub period: PolicyPeriod,
    /// Each policy year with its limits (保険年度ごとの支払限度).
    pub years: Vec<PolicyYearView>,
    /// 保険料の払込: plan, next due day and lapse; null without a plan.
    pub premium: Option<PolicyPremium>,
    /// 備考.
    pub note: Option<Note<2000>>,
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

/// A policy year (保険年度) and the use of its limits.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PolicyYearView {
    /// Its number, from 1.
    pub policy_year: PolicyYear,
    /// Its first day.
    pub start_date: NaiveDate,
    /// Its last day.
    pub end_date: NaiveDate,
    /// What approved claims used.
    pub used: YearUsage,
    /// What is left; null where there is no limit.
    pub remaining: Remaining,
}

impl PolicyView {
    /// The view of an opened policy.
    ///
    /// # Errors
    /// Where a personal field wasn't opened: a fault of the handler.
    pub fn new(policy: &Policy, labels: &Labels) -> Result<Self> {
        let sealed = || Error::internal("a policy is shown without being opened");
        Ok(Self {
            id: policy.id,
            number: policy.number.get().ok_or_else(sealed)?.clone(),
            animal: policy.animal,
            policyholder: policy.policyholder,
            product: policy.product,
            terms: policy.terms.clone(),
            period: policy.period,
            years: years(policy),
            premium: policy.premium,
            note: policy.note.get().ok_or_else(sealed)?.clone(),
            labels: labels.of(&policy.labels),
            created_by: policy.created_by,
            created_at: policy.created_at,
            updated_at: policy.updated_at,
        })
    }
}

fn years(policy: &Policy) -> Vec<PolicyYearView> {
    let view = |policy_year: PolicyYear| {
        let next = policy.period.start_of(PolicyYear::new(policy_year.number() + 1));
        PolicyYearView {
            policy_year,
            start_date: policy.period.start_of(policy_year),
            end_date: next.pred_opt().unwrap_or(next).min(policy.period.end_date),
            used: policy.ledger.used(policy_year),
            remaining: policy.ledger.remaining(&policy.terms, policy_year),
        }
    };
    policy.period.years().map(view).collect()
}
