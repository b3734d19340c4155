//! Mends what a backup caught half, so that readers and verifiers of the restored table find nothing torn.
//!
//! What wasn't caught whole is taken back where that can be: entries beyond their record, and the last growth of a log, which the
//! next seal makes anew of the same entries. A record can't be taken back, since what it was before is gone: where its last entry
//! wasn't caught it gets one that says so. Doing any of it twice does no harm.

use crate::backups::look::{Torn, tiles};
use crate::timeline::entry;
use crate::timeline::log::{Head, Log, stored_seal};
use proof::SignedSeal;
use proof::tiles::{TILE, TileId};
use serde_json::{Value, json};
use shared::caller::Tenant;
use shared::change::item;
use shared::commit::entry_operation;
use shared::domain::backup::{RestoreRun, Window};
use shared::domain::timeline::{Actor, Entry, Event, record_hash};
use shared::error::{Error, Result};
use shared::key::{self, Key, Kind, Store, TIMELINE};
use shared::ports::{Condition, Failure, Item, Operation, Query, text};
use shared::view::{Restored, View, position};
use std::collections::BTreeSet;

/// How many items are read or written at a time.
const PAGE: u32 = 50;
const FAILURE: Failure = Failure::Conflict("record_changed");

/// Mends the table of a restore.
pub(super) struct Mender<'r> {
    pub view: &'r View<'r>,
    pub run: &'r RestoreRun,
    pub restored: &'r Restored,
    pub window: Window,
}

impl Mender<'_> {
    /// Mends what was found.
    ///
    /// # Errors
    /// Where the store is away, or an item that was read a moment ago can't be read.
    pub(super) async fn mend(&self, torn: BTreeSet<Torn>) -> Result<()> {
        for half in torn {
            match half {
                Torn::Record(key) => self.record(&key).await?,
                Torn::Entry(key) => self.write(vec![Operation::remove(key, FAILURE)]).await?,
                Torn::Log(tenant) => self.log(tenant).await?,
            }
        }
        Ok(())
    }

    async fn write(&self, operations: Vec<Operation>) -> Result<()> {
        for some in operations.chunks(PAGE as usize) {
            self.view.mend(self.run, some).await?;
        }
        Ok(())
    }

    async fn item(&self, key: &Key) -> Result<Option<Item>> {
        Ok(self.restored.get(std::slice::from_ref(key)).await?.pop().flatten())
    }

    async fn record(&self, key: &Key) -> Result<()> {
        let Some(record) = self.item(key).await? else { return Ok(()) };
        let version = record.get("version").and_then(Value::as_u64).ok_or_else(|| Error::internal("a record without a version"))?;
        let beyond = self.entries_beyond(key, version).await?;
        if beyond.is_empty() {
            return self.entry_anew(key, record, version).await;
        }
        // The last first: what is left of them is beyond the record still, wherever this is cut off.
        let gone = beyond.into_iter().rev().map(|entry| Operation::remove(entry, FAILURE)).collect();
        self.write(gone).await
    }

    async fn entries_beyond(&self, key: &Key, version: u64) -> Result<Vec<Key>> {
        let (mut entries, mut after) = (Vec::new(), None);
        loop {
            let range = Some((key.timeline_entry(version + 1).sort().to_owned(), format!("{TIMELINE}~")));
            let partition = key.partition().to_owned();
            let query = Query { index: None, partition, range, descending: false, limit: PAGE, after };
            let found = self.restored.query(&query).await?;
            for item in &found.items {
                entries.push(Key::of_found(Store::Data, key.partition(), text(item, "sk")?));
            }
            after = found.items.last().filter(|_| found.more).map(|last| position(last, None)).transpose()?;
            if after.is_none() {
                return Ok(entries);
            }
        }
    }

    // The record is there and its last entry isn't: nobody knows any more who did what, and the new entry says no more than that.
    async fn entry_anew(&self, key: &Key, mut record: Item, version: u64) -> Result<()> {
        let places = [key.timeline_entry(version), key.timeline_entry(version.saturating_sub(1))];
        let found = self.restored.get(&places).await?;
        let [missing, before] = found.as_slice() else { return Err(Error::internal("two entries were asked for")) };
        if missing.is_some() {
            return Ok(());
        }
        let previous = match (version, before) {
            (1, _) => String::new(),
            (_, Some(before)) => entry(before)?.hash(),
            (_, None) => return Err(Error::internal("an entry that was there a moment ago is gone")),
        };
        let organization = key.partition().split('#').next().and_then(|part| part.parse().ok());
        let kind = key::record_kind(key).zip(organization);
        let (record_kind, organization) = kind.ok_or_else(|| Error::Internal(format!("{key:?} is no record")))?;
        let data = record.get("data").ok_or_else(|| Error::internal("a record without data"))?;
        let entry = Entry {
            organization,
            record_kind,
            record_id: id(key, record_kind)?,
            sequence: version,
            at: self.view.now(),
            actor: Actor::Job { name: "backup_restore".into() },
            operation: Event::RecordMended,
            changes: Vec::new(),
            record_hash: record_hash(data),
            request: self.run.id.clone(),
            previous,
        };
        let head = text(&record, "head")?.to_owned();
        record.insert("head".into(), json!(entry.hash()));
        let mut mended = Operation::replace(key.clone(), record, ("version", version), FAILURE);
        mended.conditions.push(Condition::Equals("head", json!(head)));
        self.write(vec![mended, entry_operation(key, &entry, None)?]).await
    }

    // Back to the last seal of before the backup. Tiles first, the head last: it says that the log grew until nothing of that is left.
    async fn log(&self, tenant: Tenant) -> Result<()> {
        let (newer, last) = self.seals(tenant).await?;
        let size = last.as_ref().map_or(0, |signed| signed.seal.tree_size);
        let mut operations = Vec::new();
        for level in 0..tiles::LEVELS {
            let count = tiles::count(size, level);
            for (id, tile) in tiles::from(self.restored, tenant, level, count / TILE).await? {
                operations.push(shortened(tenant, id, &tile, count.saturating_sub(id.index * TILE))?);
            }
        }
        operations.extend(newer.into_iter().map(|seal| Operation::remove(seal, FAILURE)));
        self.write(operations).await?;
        let place = key::timeline_head(tenant);
        let Some(head) = self.item(&place).await? else { return Ok(()) };
        let head: Head = serde_json::from_value(Value::Object(head)).map_err(Error::internal)?;
        let operation = match last {
            Some(last) => {
                let next = Head { version: head.version + 1, through: last.seal.through.clone(), seal: Some(last) };
                Operation::replace(place, item(&next)?, ("version", head.version), FAILURE)
            }
            // As before its first seal.
            None => Operation::remove(place, FAILURE),
        };
        self.write(vec![operation]).await
    }

    // The seals of the time of the backup, and the last one of before.
    async fn seals(&self, tenant: Tenant) -> Result<(Vec<Key>, Option<SignedSeal>)> {
        let (mut newer, mut after) = (Vec::new(), None);
        loop {
            let partition = key::timeline_seals(tenant);
            let found = self.restored.query(&Query { index: None, partition, range: None, descending: true, limit: PAGE, after }).await?;
            for item in &found.items {
                let signed = stored_seal(item)?;
                let at = chrono::DateTime::parse_from_rfc3339(&signed.seal.at).map_err(Error::internal)?;
                if !self.window.holds(at) {
                    return Ok((newer, Some(signed)));
                }
                newer.push(key::timeline_seal(tenant, &signed.seal.through));
            }
            after = found.items.last().filter(|_| found.more).map(|last| position(last, None)).transpose()?;
            if after.is_none() {
                return Ok((newer, None));
            }
        }
    }
}

// A tile with so many hashes at most; none of it, where none may stay.
fn shortened(tenant: Tenant, id: TileId, tile: &Item, hashes: u64) -> Result<Operation> {
    let place = key::timeline_tile(tenant, id.level, id.index);
    if hashes == 0 {
        return Ok(Operation::remove(place, FAILURE));
    }
    let (mut log, most) = (Log::default(), usize::try_from(hashes).map_err(Error::internal)?);
    log.take(id, tile)?;
    log.tiles.0.entry(id).or_default().truncate(most);
    if let Some(leaves) = log.leaves.get_mut(&id.index) {
        leaves.truncate(most);
    }
    log.operation(tenant, id)
}

fn id(key: &Key, kind: Kind) -> Result<String> {
    let parts: Vec<&str> = key.partition().splitn(3, '#').collect();
    match parts.as_slice() {
        [_, found, id] if *found == kind.as_str() => Ok((*id).to_owned()),
        _ => Err(Error::Internal(format!("{key:?} is no record"))),
    }
}
