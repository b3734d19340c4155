//! The policy as a record: whose, of which product, its number, its period and its ledger.

use super::{LimitLedger, PolicyPeriod};
use crate::domain::id::{AccountId, AnimalId, LabelId, PolicyId, PolicyholderId, ProductId};
use crate::domain::personal::Personal;
use crate::domain::premium::PolicyPremium;
use crate::domain::product::ProductTerms;
use crate::domain::refusal::Refusal;
use crate::domain::search::fold;
use crate::domain::text::{Line, Note};
use crate::domain::time::{Timestamp, rfc3339};
use crate::record::Term;
use serde::{Deserialize, Serialize};

/// What a policy is about; fixed when it is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PolicySubject {
    /// The policy's own identifier.
    pub id: PolicyId,
    /// The insured animal.
    pub animal: AnimalId,
    /// Whose animal it is.
    pub policyholder: PolicyholderId,
    /// The product it is made from.
    pub product: ProductId,
}

/// What is entered about a policy.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyDetails {
    /// 証券番号: once in the organization, whatever its width, case and hyphens.
    pub number: Line<40>,
    /// 保険期間: once claims used limits, it starts as before and doesn't leave out a policy year that was used.
    pub period: PolicyPeriod,
    /// 備考.
    #[serde(default)]
    pub note: Option<Note<2000>>,
}

/// A policy (保険契約).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Policy {
    /// Its identifier.
    pub id: PolicyId,
    /// 証券番号: once in an organization, personal since it leads to a person.
    pub number: Personal<Line<40>>,
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
    /// What its claims used of its limits; written with every approval.
    pub ledger: LimitLedger,
    /// How it stands with its premiums, where it has a plan (保険料の払込).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub premium: Option<PolicyPremium>,
    /// 備考.
    pub note: Personal<Option<Note<2000>>>,
    /// Its labels.
    pub labels: Vec<LabelId>,
    /// Who entered it.
    pub created_by: AccountId,
    /// When.
    #[serde(with = "rfc3339")]
    pub created_at: Timestamp,
    /// When it was last changed.
    #[serde(with = "rfc3339")]
    pub updated_at: Timestamp,
}

impl Policy {
    /// A new policy under the product's terms of today.
    #[must_use]
    pub fn create(subject: PolicySubject, terms: ProductTerms, details: PolicyDetails, by: AccountId, now: Timestamp) -> Self {
        Self {
            id: subject.id,
            number: Personal::new(details.number),
            animal: subject.animal,
            policyholder: subject.policyholder,
            product: subject.product,
            terms,
            period: details.period,
            ledger: LimitLedger::default(),
            premium: None,
            note: Personal::new(details.note),
            labels: Vec::new(),
            created_by: by,
            created_at: now,
            updated_at: now,
        }
    }

    /// With other details; the terms stay, and what didn't change keeps its seal.
    ///
    /// # Errors
    /// [`Refusal::PolicyHasClaims`] where the new period would move or leave out policy years that claims used.
    pub fn update(self, details: PolicyDetails, now: Timestamp) -> Result<Self, Refusal> {
        self.check_period(details.period)?;
        Ok(Self {
            number: self.number.replace(details.number),
            period: details.period,
            note: self.note.replace(details.note),
            updated_at: now,
            ..self
        })
    }

    // The ledger counts by policy years, which begin on the anniversaries of the start, and what claims used was assessed
    // under the waiting period, which counts from the first start. So with the first use both stand, and the policy can't
    // end before the last year that was used begins.
    fn check_period(&self, period: PolicyPeriod) -> Result<(), Refusal> {
        let Some(last) = self.ledger.years.last() else { return Ok(()) };
        let starts_as_before = period.start_date == self.period.start_date && period.first_start_date == self.period.first_start_date;
        if starts_as_before && period.end_date >= period.start_of(last.policy_year) { Ok(()) } else { Err(Refusal::PolicyHasClaims) }
    }

    /// What it is found by.
    #[must_use]
    pub fn number_term(&self) -> Option<Term> {
        Some(Term { list: "policy.number", text: fold(self.number.get()?.as_str()) })
    }
}
