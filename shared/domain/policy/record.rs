//! The policy as a record: whose, of which product, its number, its period and its ledger.

use super::{LimitLedger, PolicyPeriod};
use crate::domain::id::{AccountId, AnimalId, LabelId, PolicyId, PolicyholderId, ProductId};
use crate::domain::personal::Personal;
use crate::domain::product::ProductTerms;
use crate::domain::search::fold;
use crate::domain::text::{Line, Note};
use crate::domain::time::{Timestamp, rfc3339};
use crate::record::Term;
use serde::{Deserialize, Serialize};

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
    /// What it is found by.
    #[must_use]
    pub fn number_term(&self) -> Option<Term> {
        Some(Term { list: "policy.number", text: fold(self.number.get()?.as_str()) })
    }
}
