//! Drills (復元訓練): a generation is restored into fresh tables, every item is looked at, and the tables are dropped. How far a
//! drill is, is kept with what it has found, so that a run that is cut off is gone on with and nothing is counted twice.

use super::{BACKED_UP, DrillFault, Findings, Generation, GenerationState, TableBackupState, kept};
use crate::domain::time::{self, Timestamp};
use crate::key::Store;
use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How long a drill may take before it has failed, in hours.
pub const DRILL_HOURS: i64 = 48;

/// Where a drill is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DrillPhase {
    /// 復元中.
    Restoring,
    /// 検査中.
    Checking,
    /// 設定中: what a restore leaves out is put back, as it would be before the tables are used.
    Equipping,
    /// 片付け中: the tables are dropped.
    Dropping,
    /// 終了.
    Ended,
}

/// Where the check goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DrillPlace {
    /// The table.
    pub table: Store,
    /// After this item: partition and sort key.
    pub after: Option<(String, String)>,
}

/// Where a look over the tables goes on after a page of one: `None` after the last.
pub(super) fn next_place(table: Store, after: Option<(String, String)>) -> Option<DrillPlace> {
    match after {
        Some(after) => Some(DrillPlace { table, after: Some(after) }),
        None => BACKED_UP.iter().skip_while(|other| **other != table).nth(1).map(|table| DrillPlace { table: *table, after: None }),
    }
}

/// A drill and its report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Drill {
    /// Its identifier: the time and the attempt, so that two runs at once begin the same one.
    pub id: String,
    /// The time of the schedule that it is for.
    #[serde(with = "time::rfc3339")]
    #[schemars(with = "String")]
    pub scheduled_at: Timestamp,
    /// 1 for the first of that time.
    pub attempt: u32,
    /// The generation that is restored.
    pub generation: String,
    /// From when its data is: what was written later would be lost (目標復旧時点).
    #[serde(with = "time::rfc3339")]
    #[schemars(with = "String")]
    pub recovery_point: Timestamp,
    /// When it was begun.
    #[serde(with = "time::rfc3339")]
    #[schemars(with = "String")]
    pub started_at: Timestamp,
    /// How many seconds it took until the restored tables could be read (復旧時間).
    pub recovery_seconds: Option<i64>,
    /// When it ended.
    #[serde(with = "time::rfc3339::option")]
    #[schemars(with = "Option<String>")]
    pub ended_at: Option<Timestamp>,
    /// Where it is.
    pub phase: DrillPhase,
    /// Whether nothing was found wrong; `None` before all was looked at.
    pub passed: Option<bool>,
    /// Where the check goes on.
    pub place: Option<DrillPlace>,
    /// How many items each table has.
    pub counted: BTreeMap<Store, u64>,
    /// What was found.
    pub findings: Findings,
    /// Counts its writes.
    pub version: u64,
}

/// What a run does about drills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DrillStep {
    /// The one of this time passed, or a later one was begun, or there is nothing to restore.
    Nothing,
    /// One is under way.
    GoOn(Drill),
    /// One is to be begun.
    Begin(Drill),
}

impl Drill {
    /// One to be begun.
    #[must_use]
    pub fn begun(generation: &Generation, scheduled_at: Timestamp, attempt: u32, now: Timestamp) -> Self {
        Self {
            id: format!("{}.{attempt}", scheduled_at.with_timezone(&time::JST).format("%Y-%m-%d.%H%M")),
            scheduled_at,
            attempt,
            generation: generation.id.clone(),
            recovery_point: generation.started_at,
            started_at: now,
            recovery_seconds: None,
            ended_at: None,
            phase: DrillPhase::Restoring,
            passed: None,
            place: None,
            counted: BTreeMap::new(),
            findings: Findings::default(),
            version: 1,
        }
    }

    /// Whether it takes too long: what was looked at in full is dropped however long that takes.
    #[must_use]
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.passed.is_none() && now - self.started_at > TimeDelta::hours(DRILL_HOURS)
    }

    /// With its tables ready to be read.
    #[must_use]
    pub fn restored(&self, now: Timestamp) -> Self {
        let place = BACKED_UP.first().map(|table| DrillPlace { table: *table, after: None });
        let recovery_seconds = Some((now - self.started_at).num_seconds());
        Self { phase: DrillPhase::Checking, place, recovery_seconds, version: self.version + 1, ..self.clone() }
    }

    /// With a page of a table looked at, and where it goes on; `None` at the end of the table.
    #[must_use]
    pub fn looked(&self, table: Store, items: u64, findings: Findings, after: Option<(String, String)>) -> Self {
        let mut next = Self { version: self.version + 1, ..self.clone() };
        *next.counted.entry(table).or_default() += items;
        next.findings.add(findings);
        next.place = next_place(table, after);
        next
    }

    /// With all of it looked at: the counts are compared with what the backups said.
    #[must_use]
    pub fn judged(&self, generation: &Generation) -> Self {
        let mut next = Self { phase: DrillPhase::Equipping, place: None, version: self.version + 1, ..self.clone() };
        next.findings.compare(generation, &self.counted);
        for gone in generation.tables.iter().filter(|backup| backup.state == TableBackupState::Gone) {
            next.findings.fault(DrillFault::BackupGone, format!("{:?}", gone.table));
        }
        next.passed = Some(next.findings.faults.is_empty());
        next
    }

    /// Given up with a fault: the tables may be dropped.
    #[must_use]
    pub fn given_up(&self, fault: DrillFault) -> Self {
        let mut next = Self { phase: DrillPhase::Dropping, place: None, passed: Some(false), version: self.version + 1, ..self.clone() };
        next.findings.fault(fault, self.generation.clone());
        next
    }

    /// With what a restore leaves out put back.
    #[must_use]
    pub fn equipped(&self) -> Self {
        Self { phase: DrillPhase::Dropping, version: self.version + 1, ..self.clone() }
    }

    /// With its tables gone.
    #[must_use]
    pub fn ended(&self, now: Timestamp) -> Self {
        Self { phase: DrillPhase::Ended, ended_at: Some(now), version: self.version + 1, ..self.clone() }
    }
}

/// What a run for a time of the schedule does. One that failed is followed by another only where somebody starts it by hand: the
/// clock doesn't strike again for a time that is done.
#[must_use]
pub fn drill_step(drills: &[Drill], generations: &[Generation], scheduled_at: Timestamp, now: Timestamp) -> DrillStep {
    if let Some(drill) = drills.iter().find(|drill| drill.phase != DrillPhase::Ended) {
        return DrillStep::GoOn(drill.clone());
    }
    let of_this_time = || drills.iter().filter(|drill| drill.scheduled_at == scheduled_at);
    let is_done = of_this_time().any(|drill| drill.passed == Some(true)) || drills.iter().any(|drill| drill.scheduled_at > scheduled_at);
    let newest = kept(generations).first().copied().filter(|generation| generation.state == GenerationState::Complete);
    match newest {
        Some(generation) if !is_done => {
            let attempt = of_this_time().map(|drill| drill.attempt).max().unwrap_or_default() + 1;
            DrillStep::Begin(Drill::begun(generation, scheduled_at, attempt, now))
        }
        _ => DrillStep::Nothing,
    }
}

/// Whether the newest drill that came to a judgement failed: no generation is deleted then. Newest first.
#[must_use]
pub fn last_drill_failed(newest_first: &[Drill]) -> bool {
    newest_first.iter().find_map(|drill| drill.passed) == Some(false)
}

#[cfg(test)]
mod tests;
