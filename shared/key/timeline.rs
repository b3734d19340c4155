//! Keys of the log under an organization's timeline.

use super::Key;
use crate::caller::Tenant;

/// How far the log of an organization's timeline has grown: its last seal.
#[must_use]
pub fn timeline_head(tenant: Tenant) -> Key {
    Key::data(format!("{}#timeline_log", tenant.id()), "HEAD")
}

/// A tile of the log: hashes of a level of its Merkle tree, or at level 0 its leaves.
#[must_use]
pub fn timeline_tile(tenant: Tenant, level: u32, index: u64) -> Key {
    Key::data(format!("{}#timeline_log", tenant.id()), format!("TILE#{level}#{index:012}"))
}

/// The partition of an organization's seals.
#[must_use]
pub fn timeline_seals(tenant: Tenant) -> String {
    format!("{}#timeline_seals", tenant.id())
}

/// The seal of all entries through a time.
#[must_use]
pub fn timeline_seal(tenant: Tenant, through: &str) -> Key {
    Key::data(timeline_seals(tenant), through)
}
