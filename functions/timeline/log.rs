//! The log of an organization's timeline as it lies in the store: leaves and hashes in tiles of 256, seals by the time
//! through which they cover the timeline, and a head that names the last.

use chrono::{Days, TimeDelta};
use proof::tiles::{TILE, TileId, Tiles};
use proof::{Digest, Leaf, Seal, SignedSeal};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::caller::Tenant;
use shared::change::item;
use shared::domain::time::{Timestamp, day, text};
use shared::error::{Error, Result};
use shared::key::{self, Index, Key};
use shared::ports::{Action, Failure, Item, Operation, Position, Query};
use shared::view::{View, position};
use std::collections::{BTreeMap, BTreeSet};

/// For how long an entry may still turn up after its time: a transaction takes seconds, the index by day lags by less than a
/// minute.
pub const OVERLAP: TimeDelta = TimeDelta::hours(1);

/// How far the log has grown.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Head {
    /// One more each time.
    pub version: u64,
    /// Through which time entries were looked for.
    pub through: String,
    /// The last seal.
    pub seal: Option<SignedSeal>,
}

impl Head {
    /// The size of the log.
    #[must_use]
    pub fn tree_size(&self) -> u64 {
        self.seal.as_ref().map_or(0, |signed| signed.seal.tree_size)
    }
}

#[derive(Serialize, Deserialize)]
struct LeafTile {
    leaves: Vec<Leaf>,
}

#[derive(Serialize, Deserialize)]
struct HashTile {
    hashes: Vec<Digest>,
}

#[derive(Serialize, Deserialize)]
struct StoredSeal {
    signed: SignedSeal,
}

/// A part of the log.
#[derive(Default)]
pub struct Log {
    /// Its hashes.
    pub tiles: Tiles,
    /// Its leaves, by tile.
    pub leaves: BTreeMap<u64, Vec<Leaf>>,
}

impl Log {
    /// Reads tiles.
    ///
    /// # Errors
    /// Where one is missing, or the store can't be read.
    pub async fn read(view: &View<'_>, tenant: Tenant, ids: &BTreeSet<TileId>) -> Result<Self> {
        let keys: Vec<Key> = ids.iter().map(|id| key::timeline_tile(tenant, id.level, id.index)).collect();
        let batch = view.batch(&keys).await?;
        let mut log = Self::default();
        for (id, key) in ids.iter().zip(&keys) {
            let tile = batch.raw(key).ok_or_else(|| Error::Internal(format!("{key:?} is missing in the log")))?;
            log.take(*id, tile)?;
        }
        Ok(log)
    }

    /// Takes a tile as it lies in the store.
    ///
    /// # Errors
    /// Where it can't be read.
    pub fn take(&mut self, id: TileId, tile: &Item) -> Result<()> {
        let tile = Value::Object(tile.clone());
        let hashes = if id.level == 0 {
            let LeafTile { leaves } = serde_json::from_value(tile).map_err(Error::internal)?;
            let hashes = leaves.iter().map(Leaf::digest).collect();
            self.leaves.insert(id.index, leaves);
            hashes
        } else {
            serde_json::from_value::<HashTile>(tile).map_err(Error::internal)?.hashes
        };
        self.tiles.0.insert(id, hashes);
        Ok(())
    }

    /// Reads the leaves from a position to before another, and tiles besides.
    ///
    /// # Errors
    /// Where a tile is missing, or the store can't be read.
    pub async fn of_range(view: &View<'_>, tenant: Tenant, start: u64, end: u64, besides: BTreeSet<TileId>) -> Result<Self> {
        let indexes = if start < end { start / TILE..(end - 1) / TILE + 1 } else { 0..0 };
        let ids = indexes.map(|index| TileId { level: 0, index }).chain(besides).collect();
        Self::read(view, tenant, &ids).await
    }

    /// The leaves from a position to before another, with their positions.
    pub fn range(&self, start: u64, end: u64) -> impl Iterator<Item = (u64, &Leaf)> {
        let tiles = self.leaves.iter().flat_map(|(index, leaves)| (index * TILE..).zip(leaves));
        tiles.filter(move |(position, _)| (start..end).contains(position))
    }

    /// Adds a leaf to a log of this size, whose edge was read, and returns the tiles that grew.
    pub fn push(&mut self, size: u64, leaf: Leaf) -> BTreeSet<TileId> {
        let grown = self.tiles.push(size, leaf.digest());
        self.leaves.entry(size / TILE).or_default().push(leaf);
        grown
    }

    /// The write of a tile.
    ///
    /// # Errors
    /// Where it can't be written as JSON.
    pub fn operation(&self, tenant: Tenant, id: TileId) -> Result<Operation> {
        let content = if id.level == 0 {
            item(&LeafTile { leaves: self.leaves.get(&id.index).cloned().unwrap_or_default() })?
        } else {
            item(&HashTile { hashes: self.tiles.0.get(&id).cloned().unwrap_or_default() })?
        };
        let key = key::timeline_tile(tenant, id.level, id.index);
        // The head's condition, in the same transaction, stands for all of them.
        Ok(Operation { key, action: Action::Put(content), conditions: vec![], failure: Failure::Conflict("record_changed") })
    }
}

/// The write of a seal.
///
/// # Errors
/// Where it can't be written as JSON.
pub fn seal_operation(tenant: Tenant, signed: &SignedSeal) -> Result<Operation> {
    let key = key::timeline_seal(tenant, &signed.seal.through);
    Ok(Operation::create(key, item(&StoredSeal { signed: signed.clone() })?, Failure::Conflict("already_exists")))
}

/// The seal of an item.
///
/// # Errors
/// Where it can't be read.
pub fn stored_seal(item: &Item) -> Result<SignedSeal> {
    serde_json::from_value(item.get("signed").cloned().unwrap_or_default()).map_err(Error::internal)
}

/// The seals that cover the timeline through a time or later, in order, up to the first that is enough.
///
/// # Errors
/// Where the store can't be read.
pub async fn seals_from(view: &View<'_>, tenant: Tenant, through: &str, enough: impl Fn(&Seal) -> bool) -> Result<Vec<SignedSeal>> {
    let (mut seals, mut after) = (Vec::new(), None);
    loop {
        let range = Some((through.to_owned(), "~".to_owned()));
        let query = Query { index: None, partition: key::timeline_seals(tenant), range, descending: false, limit: 250, after };
        let found = view.query(&query).await?;
        for item in &found.items {
            seals.push(stored_seal(item)?);
            if seals.last().is_some_and(|signed| enough(&signed.seal)) {
                return Ok(seals);
            }
        }
        after = found.items.last().map(|item| position(item, None)).transpose()?;
        if !found.more || after.is_none() {
            return Ok(seals);
        }
    }
}

/// The last seal that covers the timeline through a time at most.
///
/// # Errors
/// Where the store can't be read.
pub async fn seal_before(view: &View<'_>, tenant: Tenant, through: &str) -> Result<Option<SignedSeal>> {
    let range = Some(("0".to_owned(), through.to_owned()));
    let query = Query { index: None, partition: key::timeline_seals(tenant), range, descending: true, limit: 1, after: None };
    view.query(&query).await?.items.first().map(stored_seal).transpose()
}

/// Every entry between two times, both included, in order, until `take` has enough.
///
/// # Errors
/// Where the store can't be read, or what `take` returns.
pub async fn each_entry(
    view: &View<'_>,
    tenant: Tenant,
    (from, to): (Timestamp, Timestamp),
    mut take: impl FnMut(&Item, Value) -> Result<bool> + Send,
) -> Result<()> {
    let (mut today, last) = (day(from), day(to));
    while today <= last {
        let mut after: Option<Position> = None;
        loop {
            // The index sorts by time, then record: a dollar follows the number sign between them.
            let range = Some((text(from), format!("{}$", text(to))));
            let partition = key::by_day(tenant, today);
            let found = view.query(&Query { index: Some(Index::Kind), partition, range, descending: false, limit: 1_000, after }).await?;
            for item in &found.items {
                if !take(item, item.get("entry").cloned().unwrap_or_default())? {
                    return Ok(());
                }
            }
            after = found.items.last().map(|item| position(item, Some(Index::Kind))).transpose()?;
            if !found.more || after.is_none() {
                break;
            }
        }
        let Some(next) = today.checked_add_days(Days::new(1)) else { break };
        today = next;
    }
    Ok(())
}

/// The leaf of a stored entry.
///
/// # Errors
/// Where it isn't one.
pub fn leaf(entry: &Value) -> Result<Leaf> {
    Leaf::of_entry(entry).ok_or_else(|| Error::internal("an entry of the timeline can't be read"))
}
