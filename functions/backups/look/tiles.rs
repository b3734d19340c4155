//! The tiles of a restored log from a place on.

use proof::tiles::{TILE, TileId};
use shared::caller::Tenant;
use shared::error::Result;
use shared::key;
use shared::ports::{Item, Query, text};
use shared::view::{Restored, position};

/// How many levels a log can have: each tile holds 256 hashes, so that four are four thousand million entries.
pub(in crate::backups) const LEVELS: u32 = 4;
/// How many tiles are read at a time.
const PAGE: u32 = 50;

/// How many hashes a level has in a log of this size: each stands for a complete tile of the level below.
pub(in crate::backups) fn count(size: u64, level: u32) -> u64 {
    size / TILE.pow(level)
}

/// The tile that lies under a sort key.
pub(in crate::backups) fn id(sort: &str) -> Option<TileId> {
    let (level, index) = sort.strip_prefix("TILE#")?.split_once('#')?;
    Some(TileId { level: level.parse().ok()?, index: index.parse().ok()? })
}

/// The tiles of a level from an index on, in order.
///
/// # Errors
/// Where the store can't be read.
pub(in crate::backups) async fn from(restored: &Restored, tenant: Tenant, level: u32, index: u64) -> Result<Vec<(TileId, Item)>> {
    let (first, mut after, mut tiles) = (key::timeline_tile(tenant, level, index), None, Vec::new());
    let range = (first.sort().to_owned(), format!("TILE#{level}#~"));
    loop {
        let partition = first.partition().to_owned();
        let query = Query { index: None, partition, range: Some(range.clone()), descending: false, limit: PAGE, after };
        let found = restored.query(&query).await?;
        after = found.items.last().filter(|_| found.more).map(|last| position(last, None)).transpose()?;
        for item in found.items {
            if let Some(id) = id(text(&item, "sk")?) {
                tiles.push((id, item));
            }
        }
        if after.is_none() {
            return Ok(tiles);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_level_has_a_hash_for_each_complete_tile_below() {
        let table = [(0, 0, 0), (255, 0, 255), (255, 1, 0), (256, 1, 1), (65_535, 1, 255), (65_536, 2, 1), (70_000, 1, 273)];
        for (size, level, expected) in table {
            assert_eq!(count(size, level), expected, "{size} {level}");
        }
        let place = key::timeline_tile(Tenant::of_operator(), 2, 7);
        assert_eq!(id(place.sort()), Some(TileId { level: 2, index: 7 }));
        assert_eq!(id("HEAD"), None);
    }
}
