//! Backups of the tables (バックアップ, WP9): taken, pruned, drilled, restored, and shown to operators.

pub mod drill;
pub mod list;
mod look;
pub mod prune;
pub mod restore;
pub mod take;

use chrono::TimeDelta;
use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::change::{expiring, item};
use shared::domain::backup::{Drill, DrillPhase, Generation, GenerationState, RestoreRun};
use shared::domain::time::Timestamp;
use shared::error::{Error, Result};
use shared::key::{self, SERVICE_BACKUPS, SERVICE_DRILLS, SERVICE_RESTORES};
use shared::ports::{Failure, Operation, Query};
use shared::view::{View, position};

/// How many generations one read takes.
const PAGE: u32 = 100;
/// How many reads are made: more than there can be, since deleted ones are forgotten.
const PAGES: u32 = 20;
/// How long a deleted generation is remembered, in days.
const REMEMBERED_DAYS: i64 = 100;

/// How long the report of a drill is remembered, in days.
const DRILL_DAYS: i64 = 400;

/// Every generation that is remembered, newest first.
async fn generations(view: &View<'_>) -> Result<Vec<Generation>> {
    all(view, SERVICE_BACKUPS).await
}

/// Every drill that is remembered, newest first.
async fn drills(view: &View<'_>) -> Result<Vec<Drill>> {
    all(view, SERVICE_DRILLS).await
}

/// Every restore, newest first.
async fn restores(view: &View<'_>) -> Result<Vec<RestoreRun>> {
    all(view, SERVICE_RESTORES).await
}

async fn all<T: DeserializeOwned>(view: &View<'_>, partition: &str) -> Result<Vec<T>> {
    let (mut all, mut after) = (Vec::new(), None);
    for _ in 0..PAGES {
        let query = Query { index: None, partition: partition.to_owned(), range: None, descending: true, limit: PAGE, after };
        let found = view.query(&query).await?;
        after = found.items.last().filter(|_| found.more).map(|last| position(last, None)).transpose()?;
        all.extend(found.items.into_iter().map(|item| read(item.into())).collect::<Result<Vec<T>>>()?);
        if after.is_none() {
            return Ok(all);
        }
    }
    Err(Error::internal("more generations or drills than can be"))
}

fn read<T: DeserializeOwned>(item: Value) -> Result<T> {
    serde_json::from_value(item).map_err(Error::internal)
}

/// Writes a generation on the condition that nobody else took this step.
fn keep(generation: &Generation, now: Timestamp) -> Result<Operation> {
    let place = key::service_backup(&generation.id);
    let content = match generation.state {
        GenerationState::Deleted => expiring(item(generation)?, &place, now + TimeDelta::days(REMEMBERED_DAYS)),
        _ => item(generation)?,
    };
    Ok(Operation::put(place, content, ("version", generation.version - 1), Failure::Conflict("record_changed")))
}

/// Writes a drill on the condition that nobody else took this step.
fn keep_drill(drill: &Drill, now: Timestamp) -> Result<Operation> {
    let place = key::service_drill(&drill.id);
    let content = match drill.phase {
        DrillPhase::Ended => expiring(item(drill)?, &place, now + TimeDelta::days(DRILL_DAYS)),
        _ => item(drill)?,
    };
    Ok(Operation::put(place, content, ("version", drill.version - 1), Failure::Conflict("record_changed")))
}

/// A generation as the keeper of its backups describes them now; `None` where that is nothing new.
async fn watched(view: &View<'_>, generation: &Generation) -> Result<Option<Generation>> {
    let mut seen = generation.clone();
    for table in &generation.tables {
        let Some(backup) = &table.backup else { continue };
        let (state, items) = view.describe_backup(backup).await?;
        if state != table.state {
            seen = seen.described(table.table, state, items, view.now());
        }
    }
    Ok((seen != *generation).then(|| Generation { version: generation.version + 1, ..seen }))
}
