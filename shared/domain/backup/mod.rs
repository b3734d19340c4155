//! Backups (バックアップ, WP9): a generation a day of the data, of which the seven newest good ones stay. What is to be done
//! next follows from the records of the generations alone, so that a run that comes twice, late, or after a kill goes on from
//! there.

mod chain;
mod drill;
mod findings;
mod restore;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;

pub use chain::{Chain, ChainWalk, Claimed, Window};
pub use drill::{DRILL_HOURS, Drill, DrillPhase, DrillPlace, DrillStep, drill_step, last_drill_failed};
pub use findings::{DrillFault, FaultPlace, Findings};

pub use restore::{RESTORED, Reason, Restore, RestorePhase, RestoreRun, going_on, next_attempt, stack_table};

use super::time::{self, Timestamp};
use crate::key::Store;
use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The tables that generations hold. The keys stay out: who gets hold of a backup has nothing to open it with, and it becomes
/// unreadable with the organization's KMS key. They are kept by point-in-time recovery alone, with every version that a backup needs.
pub const BACKED_UP: &[Store] = &[Store::Data];
/// How many good generations stay (世代).
pub const KEPT: usize = 7;
/// How long a generation may take before it is given up, in hours.
pub const HOURS: i64 = 12;
/// How often a generation is begun for one time of the schedule.
pub const ATTEMPTS: u32 = 9;

/// How a generation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GenerationState {
    /// 作成中.
    Creating,
    /// 完了: a good one.
    Complete,
    /// 失敗: given up, or a backup of it is gone.
    Failed,
    /// 削除中.
    Deleting,
    /// 削除済.
    Deleted,
}

/// How the backup of one table stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TableBackupState {
    /// 未作成.
    Wanted,
    /// 作成中.
    Creating,
    /// 完了.
    Complete,
    /// 消失または削除済.
    Gone,
}

/// How many items a backup says that it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemCount {
    /// So many.
    pub items: u64,
    /// Whether that is the backup's own count. Otherwise it is the table's of some hours before.
    pub is_exact: bool,
}

impl ItemCount {
    /// How many of a hundred items an estimate may be above what there is: a table that shrinks was counted before.
    const SHRUNK_PERCENT: u64 = 10;

    /// Whether a restored table with so many items can be the whole of it.
    #[must_use]
    pub const fn agrees(self, found: u64) -> bool {
        if self.is_exact {
            return found == self.items;
        }
        found.saturating_mul(100) >= self.items.saturating_mul(100 - Self::SHRUNK_PERCENT)
    }
}

/// The backup of one table in a generation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableBackup {
    /// Which table.
    pub table: Store,
    /// What its keeper calls the backup; `None` before it is made.
    pub backup: Option<String>,
    /// How it stands.
    pub state: TableBackupState,
    /// How many items it holds, where its keeper says so.
    pub items: Option<ItemCount>,
}

/// A generation (世代): a backup of each table that is backed up, made for one time of the schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Generation {
    /// Its identifier: the time and the attempt, so that two runs at once begin the same one.
    pub id: String,
    /// The time of the schedule that it is for.
    #[serde(with = "time::rfc3339")]
    #[schemars(with = "String")]
    pub scheduled_at: Timestamp,
    /// 1 for the first that was begun for that time.
    pub attempt: u32,
    /// When it was begun.
    #[serde(with = "time::rfc3339")]
    #[schemars(with = "String")]
    pub started_at: Timestamp,
    /// When it was complete.
    #[serde(with = "time::rfc3339::option")]
    #[schemars(with = "Option<String>")]
    pub completed_at: Option<Timestamp>,
    /// How it stands.
    pub state: GenerationState,
    /// The backups, in the order in which they are made.
    pub tables: Vec<TableBackup>,
    /// Counts its writes.
    pub version: u64,
}

/// What is to be done next for a generation that is being made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Make the backup of this table.
    Create(Store),
    /// Look whether the backups are complete.
    Watch,
    /// Nothing: it is complete, or given up.
    Ended,
}

/// What a run of the schedule does about generations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Take {
    /// There is one for this time, or a later one.
    Taken,
    /// One for this time is being made.
    GoOn(Generation),
    /// One is to be begun; those that are still being made for another time are given up with it.
    Begin {
        /// Given up.
        given_up: Vec<Generation>,
        /// To be begun.
        generation: Generation,
    },
    /// It was begun too often for this time.
    Exhausted,
}

impl Generation {
    /// One to be begun.
    #[must_use]
    pub fn begun(scheduled_at: Timestamp, attempt: u32, now: Timestamp) -> Self {
        let wanted = |table: &Store| TableBackup { table: *table, backup: None, state: TableBackupState::Wanted, items: None };
        Self {
            id: format!("{}.{attempt}", scheduled_at.with_timezone(&time::JST).format("%Y-%m-%d.%H%M")),
            scheduled_at,
            attempt,
            started_at: now,
            completed_at: None,
            state: GenerationState::Creating,
            tables: BACKED_UP.iter().map(wanted).collect(),
            version: 1,
        }
    }

    /// What its backups are called with their keeper: what bears no such name was made by somebody else.
    #[must_use]
    pub fn name(&self, application: &str) -> String {
        format!("{application}.{}", self.id)
    }

    /// What is to be done next.
    #[must_use]
    pub fn step(&self) -> Step {
        match self.tables.iter().find(|table| table.state == TableBackupState::Wanted) {
            _ if self.state != GenerationState::Creating => Step::Ended,
            Some(wanted) => Step::Create(wanted.table),
            None => Step::Watch,
        }
    }

    /// With the backup of a table that was made, or found to have been made before a run was cut off.
    #[must_use]
    pub fn created(&self, table: Store, backup: String) -> Self {
        let made = |found: &TableBackup| match found.table == table {
            true => TableBackup { backup: Some(backup.clone()), state: TableBackupState::Creating, ..found.clone() },
            false => found.clone(),
        };
        Self { tables: self.tables.iter().map(made).collect(), version: self.version + 1, ..self.clone() }
    }

    /// With the backup of a table as its keeper describes it. The generation is complete when all of them are, and fails with the
    /// first that is gone.
    #[must_use]
    pub fn described(&self, table: Store, state: TableBackupState, items: Option<ItemCount>, now: Timestamp) -> Self {
        let seen = |found: &TableBackup| match found.table == table {
            true => TableBackup { state, items: items.or(found.items), ..found.clone() },
            false => found.clone(),
        };
        let tables: Vec<TableBackup> = self.tables.iter().map(seen).collect();
        let all = |state| tables.iter().all(|table| table.state == state);
        let any_gone = tables.iter().any(|table| table.state == TableBackupState::Gone);
        let (state, completed_at) = match self.state {
            GenerationState::Creating | GenerationState::Complete if any_gone => (GenerationState::Failed, self.completed_at),
            GenerationState::Creating if all(TableBackupState::Complete) => (GenerationState::Complete, Some(now)),
            GenerationState::Deleting if all(TableBackupState::Gone) => (GenerationState::Deleted, self.completed_at),
            state => (state, self.completed_at),
        };
        Self { tables, state, completed_at, version: self.version + 1, ..self.clone() }
    }

    /// Given up.
    #[must_use]
    pub fn failed(&self) -> Self {
        Self { state: GenerationState::Failed, version: self.version + 1, ..self.clone() }
    }

    /// About to be deleted: said before the first of its backups is.
    #[must_use]
    pub fn deleting(&self) -> Self {
        Self { state: GenerationState::Deleting, version: self.version + 1, ..self.clone() }
    }

    fn order(&self) -> (Timestamp, u32) {
        (self.scheduled_at, self.attempt)
    }

    fn is(&self, state: GenerationState) -> bool {
        self.state == state
    }
}

/// What a run for a time of the schedule does.
#[must_use]
pub fn take(generations: &[Generation], scheduled_at: Timestamp, now: Timestamp) -> Take {
    let is_good = |generation: &&Generation| !matches!(generation.state, GenerationState::Creating | GenerationState::Failed);
    let is_late = generations.iter().any(|generation| generation.scheduled_at > scheduled_at);
    if is_late || generations.iter().filter(|generation| generation.scheduled_at == scheduled_at).any(|generation| is_good(&generation)) {
        return Take::Taken;
    }
    let creating = || generations.iter().filter(|generation| generation.is(GenerationState::Creating));
    let has_time = |generation: &&Generation| now - generation.started_at < TimeDelta::hours(HOURS);
    if let Some(generation) = creating().filter(|generation| generation.scheduled_at == scheduled_at).find(has_time) {
        return Take::GoOn(generation.clone());
    }
    let attempts = generations.iter().filter(|generation| generation.scheduled_at == scheduled_at).map(|generation| generation.attempt);
    let attempt = attempts.max().unwrap_or_default() + 1;
    if attempt > ATTEMPTS {
        return Take::Exhausted;
    }
    Take::Begin { given_up: creating().map(Generation::failed).collect(), generation: Generation::begun(scheduled_at, attempt, now) }
}

/// The good generations that stay, newest first: pruning looks that they are still there before it deletes any.
#[must_use]
pub fn kept(generations: &[Generation]) -> Vec<&Generation> {
    let mut good: Vec<&Generation> = generations.iter().filter(|generation| generation.is(GenerationState::Complete)).collect();
    good.sort_by_key(|generation| std::cmp::Reverse(generation.order()));
    good.truncate(KEPT);
    good
}

/// The generations to be deleted, oldest first: those whose deletion was begun, those that failed, and good ones, each only where as
/// many newer good ones remain as are kept.
#[must_use]
pub fn to_prune(generations: &[Generation]) -> Vec<&Generation> {
    let kept = kept(generations);
    let oldest_kept = kept.last().filter(|_| kept.len() == KEPT).map(|generation| generation.order());
    let goes = |generation: &&Generation| match generation.state {
        GenerationState::Deleting | GenerationState::Failed => true,
        GenerationState::Complete => oldest_kept.is_some_and(|oldest| generation.order() < oldest),
        GenerationState::Creating | GenerationState::Deleted => false,
    };
    let mut prunable: Vec<&Generation> = generations.iter().filter(goes).collect();
    prunable.sort_by_key(|generation| generation.order());
    prunable
}
