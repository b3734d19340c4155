//! What an operator sees of a restore: where it is, what it found, and, when it is ready, what the switch takes.

use schemars::JsonSchema;
use serde::Serialize;
use shared::domain::backup::{DrillFault, FaultPlace, Generation, RestorePhase, RestoreRun};
use shared::domain::time::{Timestamp, rfc3339};
use std::collections::BTreeMap;

/// The longest wait before it is looked at again, in seconds.
const WAIT_SECONDS: i64 = 30;

/// A restore.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Report {
    /// Its identifier.
    pub restore: String,
    /// Where it is.
    pub state: RestorePhase,
    /// From when the data is: what was written later isn't in it.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub recovery_point: Timestamp,
    /// How many seconds it took until the table could be read.
    pub recovery_seconds: Option<i64>,
    /// How many items were looked at in this state.
    pub looked_at: u64,
    /// How many items the backup says that it holds, where it says so.
    pub of: Option<u64>,
    /// How many halves of a transaction were mended.
    pub mended: u64,
    /// How many items belong to organizations that were erased since: `erasure_replay` erases them again after the switch.
    pub to_erase_again: u64,
    /// How many faults there are of each kind.
    pub faults: BTreeMap<DrillFault, u64>,
    /// Where the first of them are.
    pub places: Vec<FaultPlace>,
    /// The parameters with which a deploy switches to the table, when it is ready.
    pub parameters: Option<String>,
    /// After how many seconds a call finds something new, where it isn't worth calling at once.
    pub wait_seconds: Option<i64>,
    /// Whether it is to be called again with the same input.
    pub more: bool,
}

impl Report {
    /// Of a restore as it is now, and whether a call is to follow.
    #[must_use]
    pub fn new(run: &RestoreRun, generation: &Generation, now: Timestamp, more: bool) -> Self {
        let counts = generation.tables.iter().filter_map(|table| Some(table.items?.items));
        let stream = run.table_stream.as_deref().filter(|_| run.phase == RestorePhase::Ready);
        Self {
            restore: run.id.clone(),
            state: run.phase,
            recovery_point: run.recovery_point,
            recovery_seconds: run.recovery_seconds,
            looked_at: run.counted.values().sum(),
            of: counts.reduce(|one, other| one + other),
            mended: run.mended,
            to_erase_again: run.findings.to_erase_again,
            faults: run.findings.faults.clone(),
            places: run.findings.places.clone(),
            parameters: stream.map(|stream| format!("TableSuffix={} TableStream={stream}", run.table_suffix)),
            wait_seconds: wait_seconds(run, now),
            more,
        }
    }
}

// What the keeper of backups does takes minutes to hours; what this function does itself goes on at once.
fn wait_seconds(run: &RestoreRun, now: Timestamp) -> Option<i64> {
    let waits = matches!(run.phase, RestorePhase::Restoring | RestorePhase::Equipping);
    waits.then(|| ((now - run.instructed.at).num_seconds() / 10).clamp(1, WAIT_SECONDS))
}
