//! Removing what the organization's own indexes show, in pages, each counted in the transaction that removes it.

use crate::erasures::{Phase, Progress};
use shared::caller::Tenant;
use shared::change::{Change, Technical};
use shared::domain::erasure::{KEY_DELETION_DAYS, LedgerEntry};
use shared::error::Result;
use shared::job::Run;
use shared::key::{self, ITEM_SHARDS, Index, Key, Kind, Purpose, Store};
use shared::ports::{Action, Failure, Item, Operation, Position, Query, text};
use shared::view::position;

/// How many items one transaction removes.
const PAGE: u32 = 50;
/// How many bytes of items one transaction touches: DynamoDB takes 4 MB.
const BYTES: usize = 2_000_000;
/// How many transactions one run makes for one organization.
const TRANSACTIONS: u32 = 400;
/// How many documents are removed at a time.
const DOCUMENTS: usize = 100;

/// An erasure under way.
pub struct Eraser<'r, 'w> {
    pub(super) run: &'r Run<'w>,
    pub(super) tenant: Tenant,
    /// How far it is, as it was last committed.
    pub(super) progress: Progress,
    transactions: u32,
}

impl<'r, 'w> Eraser<'r, 'w> {
    pub(super) const fn new(run: &'r Run<'w>, progress: Progress) -> Self {
        Self { run, tenant: Tenant::of_service(progress.organization), progress, transactions: 0 }
    }

    /// Whether this run may go on.
    pub(super) const fn has_time(&self) -> bool {
        self.transactions < TRANSACTIONS
    }

    /// Removes everything that the indexes show, the documents, and the keys. Whether all of it was.
    pub(super) async fn remove_all(&mut self, ledger: &LedgerEntry) -> Result<bool> {
        for shard in 0..ITEM_SHARDS {
            if !self.remove_listed(key::by_item(self.tenant, shard)).await? {
                return Ok(false);
            }
        }
        for kind in Kind::ALL.iter().filter(|kind| **kind != Kind::Organization) {
            if !self.remove_records(*kind).await? {
                return Ok(false);
            }
        }
        if !self.remove_documents().await? || !self.remove_partition(key::organization(self.tenant).partition()).await? {
            return Ok(false);
        }
        self.remove_keys(ledger).await?;
        self.progress.phase = Phase::Proving;
        self.step(Vec::new()).await.map(|()| true)
    }

    // Items that are no records. Those of the organization's own partition go last: they keep the door shut.
    async fn remove_listed(&mut self, partition: String) -> Result<bool> {
        let last = key::organization(self.tenant).partition().to_owned();
        let mut after = None;
        while self.has_time() {
            let found = self.run.view.query(&listed(partition.clone(), after)).await?;
            let keys = found.items.iter().map(key_of).collect::<Result<Vec<Key>>>()?;
            self.remove(keys.into_iter().filter(|key| key.partition() != last).collect()).await?;
            after = found.items.last().filter(|_| found.more).map(|item| position(item, Some(Index::Kind))).transpose()?;
            if after.is_none() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn remove_records(&mut self, kind: Kind) -> Result<bool> {
        let mut after = None;
        while self.has_time() {
            let found = self.run.view.query(&listed(key::by_kind(self.tenant, kind), after)).await?;
            for record in &found.items {
                if !self.remove_partition(key_of(record)?.partition()).await? {
                    return Ok(false);
                }
            }
            after = found.items.last().filter(|_| found.more).map(|item| position(item, Some(Index::Kind))).transpose()?;
            if after.is_none() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Removes a record with its timeline and whatever else lies there: the entries first, so that a run that is cut off still
    /// finds the rest by the record.
    pub(super) async fn remove_partition(&mut self, partition: &str) -> Result<bool> {
        while self.has_time() {
            let query = Query { index: None, partition: partition.to_owned(), range: None, descending: true, limit: PAGE, after: None };
            let found = self.run.view.query(&query).await?;
            self.remove(found.items.iter().map(key_of).collect::<Result<_>>()?).await?;
            if !found.more {
                return Ok(true);
            }
        }
        Ok(false)
    }

    // Names first, then the removal, then the count: a document is counted once, wherever a run is cut off.
    async fn remove_documents(&mut self) -> Result<bool> {
        while self.has_time() {
            if self.progress.removing.is_empty() {
                let names = self.run.view.documents(self.tenant).await?;
                if names.is_empty() {
                    return Ok(true);
                }
                self.progress.removing = names.into_iter().take(DOCUMENTS).collect();
                self.step(Vec::new()).await?;
            }
            self.run.view.remove_documents(&self.progress.removing).await?;
            self.progress.documents += std::mem::take(&mut self.progress.removing).len() as u64;
            self.step(Vec::new()).await?;
        }
        Ok(false)
    }

    // The KMS key first: once its wrapped keys are gone nobody would miss it.
    async fn remove_keys(&mut self, ledger: &LedgerEntry) -> Result<()> {
        let gone_at = self.run.view.end_organization_key(&ledger.kms_key, KEY_DELETION_DAYS).await?;
        self.progress.key_gone_at = Some(gone_at.unwrap_or_else(|| self.run.view.now()));
        let purposes = [Purpose::Data, Purpose::Index, Purpose::Cursor];
        self.remove(purposes.map(|purpose| key::organization_key(self.tenant.id(), purpose)).to_vec()).await
    }

    /// Removes those of the items that are there and still the organization's: an index lags behind.
    pub(super) async fn remove(&mut self, keys: Vec<Key>) -> Result<()> {
        let batch = self.run.view.batch(&keys).await?;
        let ours = |key: &Key, item: &Item| key.store() == Store::Keys || key::belongs_to(key, item) == Some(self.tenant.id());
        let mut present: Vec<(Key, usize)> = Vec::new();
        for key in keys {
            let Some(item) = batch.raw(&key).filter(|item| ours(&key, item)) else { continue };
            let bytes = serde_json::to_string(item).map_or(BYTES, |text| text.len());
            present.push((key, bytes));
        }
        let counters: Vec<Key> = present.iter().filter_map(|(key, _)| key::sign_in_counter_beside(key)).collect();
        if !counters.is_empty() {
            let there = self.run.view.batch(&counters).await?;
            present.extend(counters.into_iter().filter(|counter| there.has(counter)).map(|counter| (counter, 100)));
        }
        self.remove_present(present).await
    }

    /// Removes items that were just seen, in transactions that DynamoDB takes.
    pub(super) async fn remove_present(&mut self, present: Vec<(Key, usize)>) -> Result<()> {
        let (mut page, mut bytes) = (Vec::new(), 0);
        for (key, size) in present {
            if page.len() == PAGE as usize || (bytes + size > BYTES && !page.is_empty()) {
                self.step(std::mem::take(&mut page)).await?;
                bytes = 0;
            }
            bytes += size;
            page.push(key);
        }
        if page.is_empty() { Ok(()) } else { self.step(page).await }
    }

    /// Commits how far it is, with the items that this step removes.
    pub(super) async fn step(&mut self, keys: Vec<Key>) -> Result<()> {
        let mut change = Change::reply(());
        for key in keys {
            *self.progress.items.entry(key::name(&key)).or_default() += 1;
            let removal = Operation { key, action: Action::Delete, conditions: vec![], failure: Failure::Conflict("record_changed") };
            change = change.technical(Technical::Erasure, removal);
        }
        self.transactions += 1;
        self.run.commit(change.technical(Technical::Erasure, self.progress.step()?)).await
    }
}

fn listed(partition: String, after: Option<Position>) -> Query {
    Query { index: Some(Index::Kind), partition, range: None, descending: false, limit: PAGE, after }
}

pub(super) fn key_of(item: &Item) -> Result<Key> {
    Ok(Key::of_found(Store::Data, text(item, "pk")?, text(item, "sk")?))
}
