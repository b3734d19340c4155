//! Labels (ラベル, WP4) under マスタ管理 > ラベル, and their places on records.

pub mod attach;
pub mod attach_many;
pub mod create;
pub mod delete;
pub mod detach;
pub mod detach_many;
pub mod list;
pub mod sweep;
pub mod update;

use crate::collection::Collection;
use crate::input::Items;
use crate::many::Many;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
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
use shared::error::{Error, FieldError, Result};
use shared::key::{self, Key};
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

/// One of several records, after a label was attached or detached.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CarriedBy {
    /// The record.
    pub id: String,
    /// The labels, in their order.
    pub labels: Vec<Label>,
    /// Its version, for `If-Match`.
    pub version: u64,
}

/// Which records of one kind get or lose a label.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ManyInput {
    /// The kind of the records: policyholders, animals, policies or claims.
    pub collection: Collection,
    /// The records, 1–20, each once.
    pub records: Many<String>,
    /// The label.
    pub label: LabelId,
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

/// What an endpoint does to the labels of records, whatever their kind.
struct Relabelling<'a> {
    collection: Collection,
    ids: &'a [String],
    event: Event,
    decide: Decide<'a>,
    /// How an error of the record at a place is told.
    told_of: fn(usize, Error) -> Error,
}

/// A record with the labels that it carries now, and its version.
struct Relabelled {
    labels: Vec<Label>,
    version: u64,
}

impl Relabelling<'_> {
    async fn change(&self, caller: &Caller, view: &View<'_>) -> Result<(Vec<Relabelled>, Change<()>)> {
        match self.collection {
            Collection::Policyholders => self.of::<Policyholder>(caller, view).await,
            Collection::Animals => self.of::<Animal>(caller, view).await,
            Collection::Policies => self.of::<Policy>(caller, view).await,
            Collection::Claims => self.of::<Claim>(caller, view).await,
            Collection::Products | Collection::Payouts | Collection::Accounts => Err((self.told_of)(0, Error::NotFound)),
        }
    }

    // The records stay sealed: a label says nothing that needs to be opened.
    async fn of<R: Labelled>(&self, caller: &Caller, view: &View<'_>) -> Result<(Vec<Relabelled>, Change<()>)> {
        let (tenant, by) = (caller.tenant()?, caller.account()?);
        let key = |(place, id): (usize, &String)| self.collection.key(tenant, id).map_err(|error| (self.told_of)(place, error));
        let keys: Vec<Key> = self.ids.iter().enumerate().map(key).collect::<Result<_>>()?;
        let batch = view.batch(&keys.iter().cloned().chain([key::labels(tenant)]).collect::<Vec<_>>()).await?;
        let labels = labels(&batch, tenant)?;
        let (mut relabelled, mut changed) = (Vec::with_capacity(keys.len()), Vec::new());
        for (place, key) in keys.iter().enumerate() {
            let record = batch.record::<R>(key).map_err(|error| (self.told_of)(place, error))?;
            let wanted = (self.decide)(&labels, record.labels()).map_err(|error| (self.told_of)(place, error))?;
            let changes = wanted != record.labels();
            relabelled.push(Relabelled { labels: labels.of(&wanted), version: record.version() + u64::from(changes) });
            if changes {
                changed.push((record.record().with_labels(wanted, by, view.now()), record));
            }
        }
        crate::many::bounded(changed.iter().map(|(after, _)| after))?;
        let unchanged = Ok(Change::reply(()));
        let change = changed.iter().fold(unchanged, |change, (after, before)| change?.update(tenant, before, after, self.event))?;
        Ok((relabelled, change))
    }

    /// The reply of the endpoints that change one record.
    async fn change_one(&self, caller: &Caller, view: &View<'_>) -> Result<Change<Carried>> {
        let (relabelled, change) = self.change(caller, view).await?;
        let only = relabelled.into_iter().next().ok_or_else(|| Error::internal("one record was asked for"))?;
        Ok(change.replying(Carried { labels: only.labels }).at_version(only.version))
    }

    /// The reply of the endpoints that change several.
    async fn change_many(&self, caller: &Caller, view: &View<'_>) -> Result<Change<Items<CarriedBy>>> {
        if matches!(self.collection, Collection::Products | Collection::Payouts | Collection::Accounts) {
            let allowed = Some("policyholders, animals, policies, claims".to_owned());
            return Err(Error::Invalid(vec![FieldError::coded("collection", "choice_unknown", allowed)]));
        }
        let (relabelled, change) = self.change(caller, view).await?;
        let carried = |(id, record): (&String, Relabelled)| CarriedBy { id: id.clone(), labels: record.labels, version: record.version };
        let items = self.ids.iter().zip(relabelled).map(carried).collect();
        Ok(change.replying(Items { items, next: None }).of_many())
    }
}

/// One record's own error is told as it is.
fn told_alone(_: usize, error: Error) -> Error {
    error
}
