//! Which domain values are records: their kinds, their places in indexes, and what they are found by.

mod claims;
mod operated;
mod read;

pub use claims::{CLAIM_ASSIGNEE, CLAIM_POLICYHOLDER, CLAIM_PRODUCT, CLAIM_RECEIVED, is_due};
pub use read::is_record_of;

use crate::caller::Tenant;
use crate::domain::account::Account;
use crate::domain::animal::Animal;
use crate::domain::certificate::Certificate;
use crate::domain::id::{LabelId, ProductId};
use crate::domain::incident::{FirstReport, Incident};
use crate::domain::inquiry::Inquiry;
use crate::domain::label::Labels;
use crate::domain::notice::Notice;
use crate::domain::notice_draft::NoticeDraft;
use crate::domain::organization::Organization;
use crate::domain::policy::Policy;
use crate::domain::policyholder::Policyholder;
use crate::domain::product::ProductTerms;
use crate::domain::time::{Timestamp, rfc3339};
use crate::key::{self, Index, Kind, Place};
use crate::record::{Record, Term};
use serde::{Deserialize, Serialize};

/// A product (商品) as a record.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Product {
    /// Its identifier.
    pub id: ProductId,
    /// Its terms.
    pub terms: ProductTerms,
    /// When it was entered.
    #[serde(with = "rfc3339")]
    pub created_at: Timestamp,
    /// When it was last changed.
    #[serde(with = "rfc3339")]
    pub updated_at: Timestamp,
}

/// The list of a kind's records under a label.
#[must_use]
pub const fn label_list(kind: Kind) -> &'static str {
    match kind {
        Kind::Policyholder => "policyholder.label",
        Kind::Animal => "animal.label",
        Kind::Policy => "policy.label",
        Kind::Claim => "claim.label",
        _ => "label",
    }
}

/// The list of an animal's policies.
pub const ANIMAL_POLICIES: &str = "animal.policy";

fn label_edges(kind: Kind, labels: &[LabelId]) -> Vec<(&'static str, String)> {
    labels.iter().map(|label| (label_list(kind), label.to_string())).collect()
}

fn under(tenant: Tenant, kind: Kind, parent: &str, id: &str) -> Place {
    Place { index: Index::Parent, partition: key::by_parent(tenant, kind, parent), sort: id.to_owned() }
}

impl Record for Organization {
    const KIND: Kind = Kind::Organization;
    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl Record for Account {
    const KIND: Kind = Kind::Account;
    fn id(&self) -> String {
        self.id.to_string()
    }
    fn terms(&self) -> Option<Vec<Term>> {
        Self::terms(self)
    }
}

impl Record for Labels {
    const KIND: Kind = Kind::Labels;
    fn id(&self) -> String {
        self.organization.to_string()
    }
}

impl Record for Product {
    const KIND: Kind = Kind::Product;
    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl Record for Policyholder {
    const KIND: Kind = Kind::Policyholder;
    fn id(&self) -> String {
        self.id.to_string()
    }
    // While its card is to be removed it waits among the payments of all organizations.
    fn places(&self, tenant: Tenant) -> Vec<Place> {
        let look_at = self.card.as_ref().and_then(|card| card.look_at);
        look_at.map(|at| key::service_payment_due(tenant, &Record::id(self), at)).into_iter().collect()
    }
    fn edges(&self) -> Vec<(&'static str, String)> {
        label_edges(Self::KIND, &self.labels)
    }
    fn terms(&self) -> Option<Vec<Term>> {
        Self::terms(self)
    }
}

impl Record for Animal {
    const KIND: Kind = Kind::Animal;
    fn id(&self) -> String {
        self.id.to_string()
    }
    fn places(&self, tenant: Tenant) -> Vec<Place> {
        vec![under(tenant, Self::KIND, &self.policyholder.to_string(), &Record::id(self))]
    }
    fn edges(&self) -> Vec<(&'static str, String)> {
        label_edges(Self::KIND, &self.labels)
    }
    fn terms(&self) -> Option<Vec<Term>> {
        Self::terms(self)
    }
}

impl Record for Policy {
    const KIND: Kind = Kind::Policy;
    fn id(&self) -> String {
        self.id.to_string()
    }
    // Until its next premium is made it waits among the payments of all organizations.
    fn places(&self, tenant: Tenant) -> Vec<Place> {
        let id = Record::id(self);
        let due_at = self.premium.and_then(|premium| premium.next_due_at(&self.period));
        let due = due_at.map(|at| key::service_payment_due(tenant, &id, at));
        std::iter::once(under(tenant, Self::KIND, &self.policyholder.to_string(), &id)).chain(due).collect()
    }
    fn edges(&self) -> Vec<(&'static str, String)> {
        let mut edges = label_edges(Self::KIND, &self.labels);
        edges.push((ANIMAL_POLICIES, self.animal.to_string()));
        edges
    }
    // The number is found through an edge and kept unique through an item of its own: the list of policies reads both
    // alike.
    fn terms(&self) -> Option<Vec<Term>> {
        Some(vec![self.number_term()?])
    }
    fn unique_terms(&self) -> Option<Vec<(Term, &'static str)>> {
        Some(vec![(self.number_term()?, "policy_number_taken")])
    }
}

impl Record for Certificate {
    const KIND: Kind = Kind::Certificate;
    fn id(&self) -> String {
        self.id.to_string()
    }
    fn places(&self, tenant: Tenant) -> Vec<Place> {
        let place = |due| Place {
            index: Index::Due,
            partition: key::SERVICE_CERTIFICATE_REMINDERS.into(),
            sort: format!("{}#{}#{}", crate::domain::time::text(due), tenant.id(), self.id),
        };
        self.next_reminder_at().map(place).into_iter().collect()
    }
}

impl Record for Incident {
    const KIND: Kind = Kind::Incident;
    fn id(&self) -> String {
        self.id.to_string()
    }
    // Until both reports on its leak are made it waits for the day on which the next one presses.
    fn places(&self, _: Tenant) -> Vec<Place> {
        let pressing_from = self.leak.and_then(|leak| leak.pressing_from());
        let place = |day| Place { index: Index::Due, partition: key::SERVICE_LEAKS.into(), sort: format!("{day}#{}", self.id) };
        pressing_from.map(place).into_iter().collect()
    }
}

impl Record for FirstReport {
    const KIND: Kind = Kind::FirstReport;
    fn id(&self) -> String {
        self.incident.to_string()
    }
    // Until it is sent it waits among those of all organizations.
    fn places(&self, tenant: Tenant) -> Vec<Place> {
        let place = || Place {
            index: Index::Due,
            partition: key::SERVICE_FIRST_REPORTS.into(),
            sort: format!("{}#{}#{}", crate::domain::time::text(self.due_at), tenant.id(), self.incident),
        };
        self.first_sent_at.is_none().then(place).into_iter().collect()
    }
}

impl Record for Notice {
    const KIND: Kind = Kind::Notice;
    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl Record for NoticeDraft {
    const KIND: Kind = Kind::NoticeDraft;
    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl Record for Inquiry {
    const KIND: Kind = Kind::Inquiry;
    fn id(&self) -> String {
        self.id.to_string()
    }
}
