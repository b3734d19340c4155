//! What a look over the items of a restored table finds, for the report of a drill or a restore.

use super::Generation;
use crate::key::Store;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many places of faults are named.
pub(super) const PLACES: usize = 20;

/// What a drill finds wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DrillFault {
    /// A record, an entry, a seal or a wrapped key can't be read.
    Unreadable,
    /// An item is of no known kind.
    KindUnknown,
    /// An item belongs to an organization that isn't there.
    OrganizationUnknown,
    /// A personal value doesn't open with the keys in use.
    PersonalUnreadable,
    /// The entries of a record form no chain to its head.
    ChainBroken,
    /// A record isn't what its last entry says.
    RecordChanged,
    /// An entry belongs to no record.
    EntryAstray,
    /// A seal of a timeline wasn't signed by the service, or doesn't follow the one before.
    SealBroken,
    /// The log under a seal isn't the one that was sealed, or not that of the entries.
    LogBroken,
    /// A table has another number of items than its backup.
    CountDiffers,
    /// A backup of the generation is gone.
    BackupGone,
    /// It wasn't through in time.
    Unfinished,
    /// What was caught half is still half after it was mended.
    Unmended,
}

/// Where a fault is: keys and identifiers, and no personal value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FaultPlace {
    /// What is wrong.
    pub fault: DrillFault,
    /// Where.
    pub place: String,
}

/// What a look over items has found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Findings {
    /// How many items of each kind there are.
    pub items: BTreeMap<String, u64>,
    /// How many personal values were opened.
    pub opened: u64,
    /// How many timelines of records were walked along.
    pub chains: u64,
    /// How many seals of timelines were verified.
    pub seals: u64,
    /// How many halves of a transaction were caught that can be mended.
    pub repaired: u64,
    /// How many items belong to organizations that are erased, and would be erased again after a restore.
    pub to_erase_again: u64,
    /// How many faults there are of each kind.
    pub faults: BTreeMap<DrillFault, u64>,
    /// Where the first of them are.
    pub places: Vec<FaultPlace>,
}

impl Findings {
    /// Counts a fault.
    pub fn fault(&mut self, fault: DrillFault, place: impl Into<String>) {
        *self.faults.entry(fault).or_default() += 1;
        if self.places.len() < PLACES {
            self.places.push(FaultPlace { fault, place: place.into() });
        }
    }

    /// Compares how many items each table has with what the backups said.
    pub fn compare(&mut self, generation: &Generation, counted: &BTreeMap<Store, u64>) {
        for backup in &generation.tables {
            // A table in which nothing was found is not among them.
            let found = counted.get(&backup.table).copied().unwrap_or_default();
            if backup.items.is_some_and(|items| !items.agrees(found)) {
                self.fault(DrillFault::CountDiffers, format!("{:?}: {found}", backup.table));
            }
        }
    }

    /// Adds those of another page.
    pub fn add(&mut self, other: Self) {
        for (kind, count) in other.items {
            *self.items.entry(kind).or_default() += count;
        }
        for (fault, count) in other.faults {
            *self.faults.entry(fault).or_default() += count;
        }
        self.opened += other.opened;
        self.chains += other.chains;
        self.seals += other.seals;
        self.repaired += other.repaired;
        self.to_erase_again += other.to_erase_again;
        self.places.extend(other.places);
        self.places.truncate(PLACES);
    }
}
