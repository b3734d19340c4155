//! What a drill and a restore look at in the log of a timeline: that each seal is signed, follows the one before and names the root of its
//! tiles, that tiles agree with those above them, and leaves with the entries.

use super::{Checker, Looked, Torn, tiles};
use crate::timeline::entry;
use crate::timeline::log::{Head, Log, stored_seal};
use proof::tiles::{TILE, TileId, complete, needed};
use proof::tree::Span;
use proof::{Seal, SignedSeal};
use serde_json::Value;
use shared::caller::Tenant;
use shared::domain::backup::DrillFault;
use shared::domain::id::OrganizationId;
use shared::error::Result;
use shared::key::{self, Key, Kind};
use shared::ports::{Item, Query, text};

impl Checker<'_> {
    /// A seal.
    pub(super) async fn seal(&mut self, looked: &Looked) -> Result<()> {
        self.findings.seals += 1;
        let (Ok(signed), Some(tenant)) = (stored_seal(&looked.item), tenant(looked)) else {
            self.fault(DrillFault::Unreadable, looked);
            return Ok(());
        };
        let lies_here = key::timeline_seal(tenant, &signed.seal.through) == looked.key;
        if !signed.holds(&self.signing_key) || !lies_here || !follows(&signed.seal, self.seal_before(looked).await?.as_ref()) {
            self.fault(DrillFault::SealBroken, looked);
        }
        let size = signed.seal.tree_size;
        let span = Span { start: 0, end: size };
        let (mut log, ids) = (Log::default(), needed(&[span]));
        let keys: Vec<Key> = ids.iter().map(|id| key::timeline_tile(tenant, id.level, id.index)).collect();
        for (id, tile) in ids.iter().zip(self.restored.get(&keys).await?) {
            // Of a tile that can't be read, its own item tells.
            let _unreadable = tile.map(|tile| log.take(*id, &tile));
        }
        if log.tiles.root(span) != Some(signed.seal.root) {
            // Seal and tiles are written together: a backup may have caught the seal alone.
            self.torn_or(DrillFault::LogBroken, tenant, self.is_recent(&signed), looked);
        }
        // So are seal and head: one that the head doesn't know would be made a second time.
        if self.head_of(tenant).await?.and_then(|head| head.seal).is_none_or(|last| last.seal.number < signed.seal.number) {
            self.torn_or(DrillFault::SealBroken, tenant, self.is_recent(&signed), looked);
        }
        Ok(())
    }

    // However many items of it show that, it is one growth of the log.
    fn torn_or(&mut self, fault: DrillFault, tenant: Tenant, is_torn: bool, looked: &Looked) {
        if is_torn {
            self.torn.insert(Torn::Log(tenant));
        } else {
            self.fault(fault, looked);
        }
    }

    async fn head_of(&self, tenant: Tenant) -> Result<Option<Head>> {
        let head = self.restored.get(&[key::timeline_head(tenant)]).await?.pop().flatten();
        Ok(head.and_then(|head: Item| serde_json::from_value(Value::Object(head)).ok()))
    }

    fn is_recent(&self, signed: &SignedSeal) -> bool {
        chrono::DateTime::parse_from_rfc3339(&signed.seal.at).is_ok_and(|at| self.window.holds(at))
    }

    async fn seal_before(&self, looked: &Looked) -> Result<Option<SignedSeal>> {
        let (partition, sort) = (looked.key.partition().to_owned(), looked.key.sort().to_owned());
        let query = Query { index: None, partition, range: Some(("0".into(), sort.clone())), descending: true, limit: 2, after: None };
        let found = self.restored.query(&query).await?;
        let before = found.items.iter().find(|item| text(item, "sk").is_ok_and(|found| found != sort));
        Ok(before.and_then(|item| stored_seal(item).ok()))
    }

    /// The head of a log, or a tile of it.
    pub(super) async fn log(&mut self, looked: &Looked) -> Result<()> {
        let Some(tenant) = tenant(looked) else {
            self.fault(DrillFault::Unreadable, looked);
            return Ok(());
        };
        if key::timeline_head(tenant) == looked.key {
            return self.head(tenant, looked).await;
        }
        let mut log = Log::default();
        let id = tiles::id(looked.key.sort()).filter(|id| log.take(*id, &looked.item).is_ok());
        let Some(id) = id else {
            self.fault(DrillFault::Unreadable, looked);
            return Ok(());
        };
        self.above(tenant, id, &log, looked).await?;
        self.leaves(tenant, id, &log, looked).await
    }

    // The last seal is one of the seals.
    async fn head(&mut self, tenant: Tenant, looked: &Looked) -> Result<()> {
        let Ok(head) = serde_json::from_value::<Head>(Value::Object(looked.item.clone())) else {
            self.fault(DrillFault::Unreadable, looked);
            return Ok(());
        };
        if self.grew_beyond(tenant, head.tree_size()).await? {
            // Leaves that no seal covers are the entries' own, or `leaves` says so: they wait to be sealed.
            self.torn.insert(Torn::Log(tenant));
        }
        let Some(last) = head.seal else { return Ok(()) };
        let stored = self.restored.get(&[key::timeline_seal(tenant, &last.seal.through)]).await?.pop().flatten();
        if stored.as_ref().and_then(|item| stored_seal(item).ok()).as_ref() != Some(&last) {
            self.torn_or(DrillFault::SealBroken, tenant, stored.is_none() && self.is_recent(&last), looked);
        }
        Ok(())
    }

    // Whether tiles hold more than a log of this size.
    async fn grew_beyond(&self, tenant: Tenant, size: u64) -> Result<bool> {
        for level in 0..tiles::LEVELS {
            let count = tiles::count(size, level);
            for (id, tile) in tiles::from(&self.restored, tenant, level, count / TILE).await? {
                let mut log = Log::default();
                let read = log.take(id, &tile).is_ok();
                let hashes = log.tiles.0.get(&id).filter(|_| read).map_or(0, |hashes| hashes.len() as u64);
                if id.index * TILE + hashes > count {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    // A complete tile is a hash of the one above, which the seals cover.
    async fn above(&mut self, tenant: Tenant, id: TileId, log: &Log, looked: &Looked) -> Result<()> {
        let hashes = log.tiles.0.get(&id).map_or(0, |hashes| hashes.len() as u64);
        if hashes < TILE {
            return Ok(());
        }
        let place = TileId { level: id.level + 1, index: id.index / TILE };
        let mut above = Log::default();
        let found = self.restored.get(&[key::timeline_tile(tenant, place.level, place.index)]).await?.pop().flatten();
        let read = found.as_ref().is_some_and(|tile| above.take(place, tile).is_ok());
        let hash = above.tiles.0.get(&place).filter(|_| read).and_then(|hashes| hashes.get(usize::try_from(id.index % TILE).ok()?));
        let root = log.tiles.0.get(&id).map(|hashes| complete(hashes));
        if hash.is_none() || hash.copied() != root {
            let is_torn = hash.is_none() && self.grew_recently(tenant).await?;
            self.torn_or(DrillFault::LogBroken, tenant, is_torn, looked);
        }
        Ok(())
    }

    // Leaves are the entries' own.
    async fn leaves(&mut self, tenant: Tenant, id: TileId, log: &Log, looked: &Looked) -> Result<()> {
        // Above the lowest level tiles hold hashes alone.
        let Some(leaves) = log.leaves.get(&id.index).filter(|_| id.level == 0).cloned() else { return Ok(()) };
        let mut keys = Vec::new();
        for leaf in &leaves {
            let Some(kind) = Kind::ALL.iter().find(|kind| kind.as_str() == leaf.record_kind) else {
                self.fault(DrillFault::LogBroken, looked);
                return Ok(());
            };
            keys.push(key::record(tenant, *kind, &leaf.record_id).timeline_entry(leaf.sequence));
        }
        for ((leaf, key), item) in leaves.iter().zip(&keys).zip(self.restored.get(&keys).await?) {
            let own = item.as_ref().filter(|item| entry(item).is_ok()).and_then(|item| proof::Leaf::of_entry(item.get("entry")?));
            if own.as_ref() != Some(leaf) {
                self.findings.fault(DrillFault::LogBroken, format!("{key:?}"));
            }
        }
        Ok(())
    }

    async fn grew_recently(&self, tenant: Tenant) -> Result<bool> {
        Ok(self.head_of(tenant).await?.and_then(|head| head.seal).is_some_and(|last| self.is_recent(&last)))
    }
}

fn tenant(looked: &Looked) -> Option<Tenant> {
    let organization: OrganizationId = looked.key.partition().split('#').next()?.parse().ok()?;
    Some(Tenant::of_service(organization))
}

fn follows(seal: &Seal, before: Option<&SignedSeal>) -> bool {
    match before {
        Some(SignedSeal { seal: before, .. }) => {
            seal.previous == Some(before.hash()) && seal.number == before.number + 1 && seal.first_position == before.tree_size
        }
        None => seal.previous.is_none() && seal.number == 1 && seal.first_position == 0,
    }
}
