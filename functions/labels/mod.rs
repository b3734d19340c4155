//! Labels (ラベル, WP4) under マスタ管理 > ラベル, and their places on records.

pub mod attach;
pub mod create;
pub mod delete;
pub mod detach;
pub mod list;
pub mod sweep;
pub mod update;

use crate::collection::Collection;
use schemars::JsonSchema;
use serde::Serialize;
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::animal::Animal;
use shared::domain::claim::Claim;
use shared::domain::id::{AccountId, LabelId};
use shared::domain::label::{Label, Labels};
use shared::domain::policy::Policy;
use shared::domain::policyholder::Policyholder;
use shared::domain::time::Timestamp;
use shared::domain::timeline::Event;
use shared::error::{Error, Result};
use shared::key;
use shared::record::{Record, Stored};
use shared::view::{Batch, View};

/// The organization's labels out of a batch that read them.
///
/// # Errors
/// Where they can't be read.
pub fn labels(batch: &Batch, tenant: Tenant) -> Result<Labels> {
    Ok(stored(batch, tenant)?.map_or_else(|| Labels::empty(tenant.id()), |stored| stored.record()))
}

/// The same as they lay in the store; nothing before the first label.
///
/// # Errors
/// Where they can't be read.
pub fn stored(batch: &Batch, tenant: Tenant) -> Result<Option<Stored<Labels>>> {
    match batch.record::<Labels>(&key::labels(tenant)) {
        Ok(stored) => Ok(Some(stored)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether a label exists and isn't deleted.
///
/// # Errors
/// Where the store can't be read.
pub async fn exists(view: &View<'_>, tenant: Tenant, label: LabelId) -> Result<bool> {
    let batch = view.batch(&[key::labels(tenant)]).await?;
    Ok(labels(&batch, tenant)?.find(label).is_some())
}

/// The labels of a record, after one was attached or detached.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Carried {
    /// The labels, in their order.
    pub labels: Vec<Label>,
}

/// A record that carries labels.
pub trait Labelled: Record {
    /// Its labels.
    fn labels(&self) -> &[LabelId];
    /// The same record with these labels.
    #[must_use]
    fn with_labels(self, labels: Vec<LabelId>, by: AccountId, now: Timestamp) -> Self;
    /// The same record with what is left after a job took a deleted label off.
    #[must_use]
    fn without_label(self, labels: Vec<LabelId>, now: Timestamp) -> Self;
}

macro_rules! labelled {
    ($($record:ty),*) => {$(
        impl Labelled for $record {
            fn labels(&self) -> &[LabelId] {
                &self.labels
            }
            fn with_labels(self, labels: Vec<LabelId>, _by: AccountId, now: Timestamp) -> Self {
                Self { labels, updated_at: now, ..self }
            }
            fn without_label(self, labels: Vec<LabelId>, now: Timestamp) -> Self {
                Self { labels, updated_at: now, ..self }
            }
        }
    )*};
}

labelled!(Policyholder, Animal, Policy);

impl Labelled for Claim {
    fn labels(&self) -> &[LabelId] {
        &self.labels
    }
    fn with_labels(self, labels: Vec<LabelId>, by: AccountId, now: Timestamp) -> Self {
        Self { labels, updated_by: by, updated_at: now, ..self }
    }
    fn without_label(self, labels: Vec<LabelId>, now: Timestamp) -> Self {
        Self { labels, updated_at: now, ..self }
    }
}

/// From the organization's labels and those that a record carries to those that it shall carry.
type Decide<'a> = &'a (dyn Fn(&Labels, &[LabelId]) -> Result<Vec<LabelId>> + Send + Sync);

/// What an endpoint does to the labels of a record, whatever its kind.
struct Relabelling<'a> {
    collection: Collection,
    id: &'a str,
    event: Event,
    decide: Decide<'a>,
}

impl Relabelling<'_> {
    async fn change(&self, caller: &Caller, view: &View<'_>) -> Result<Change<Carried>> {
        match self.collection {
            Collection::Policyholders => self.of::<Policyholder>(caller, view).await,
            Collection::Animals => self.of::<Animal>(caller, view).await,
            Collection::Policies => self.of::<Policy>(caller, view).await,
            Collection::Claims => self.of::<Claim>(caller, view).await,
            Collection::Products | Collection::Payouts | Collection::Accounts => Err(Error::NotFound),
        }
    }

    // The record stays sealed: a label says nothing that needs to be opened.
    async fn of<R: Labelled>(&self, caller: &Caller, view: &View<'_>) -> Result<Change<Carried>> {
        let tenant = caller.tenant()?;
        let record_key = self.collection.key(tenant, self.id)?;
        let batch = view.batch(&[record_key.clone(), key::labels(tenant)]).await?;
        let (record, labels) = (batch.record::<R>(&record_key)?, labels(&batch, tenant)?);
        let wanted = (self.decide)(&labels, record.labels())?;
        let reply = Change::reply(Carried { labels: labels.of(&wanted) });
        if wanted == record.labels() {
            return Ok(reply.at_version(record.version()));
        }
        let relabelled = record.record().with_labels(wanted, caller.account()?, view.now());
        reply.update(tenant, &record, &relabelled, self.event)
    }
}
