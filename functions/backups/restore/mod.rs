//! backup_restore: restores a generation of backups into a table of its own beside the one in use, mends what the backup caught half,
//! looks at every item as a drill does, and puts back what a restore leaves out. The table in use is never touched: switching to the
//! other one is a deploy. For operators, through IAM.
//!
//! A restore takes longer than a function lives, so that it is called again with the same input while its answer says `more`. How
//! far it is follows from its record alone, and each step may be done twice. A call when it is ready hands over once more what the
//! table in use knows of backups and restores.

mod mend;
mod report;

use crate::backups::look::Checker;
use crate::backups::{generations, restores};
use chrono::TimeDelta;
use mend::Mender;
use report::Report;
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::{Caller, Tenant};
use shared::change::{Change, Companion, Technical, item};
use shared::domain::backup::{
    DrillFault, Generation, GenerationState, Reason, Restore, RestorePhase, RestoreRun, TableBackupState, going_on, next_attempt,
};
use shared::domain::erasure::Signature;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, FieldError, Result};
use shared::key::{self, Key, Kind, SERVICE_BACKUPS, SERVICE_DRILLS, SERVICE_RESTORES};
use shared::ports::{Action, Failure, Operation, Query, TableState, place_of};
use shared::view::{View, position};

/// How many items one page has.
const PAGE: u32 = 100;
/// How many pages one call looks at.
const PAGES: u32 = 50;
/// How long one call looks at pages, in seconds: a function is stopped after 15.
const SECONDS: i64 = 6;
/// How many items are handed over at a time.
const HANDED_OVER: u32 = 50;

/// The function.
pub struct BackupRestore;

/// What is restored.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// 世代: as `backup_list` names it.
    pub generation: String,
    /// 理由.
    pub reason: Reason,
}

impl Endpoint for BackupRestore {
    const SPEC: Spec = Spec {
        name: "backup_restore",
        summary: (
            "バックアップを新しいテーブルに復元し、修復して検査する(運営者)",
            "Restore a backup into a table of its own, mend it and check it (operator)",
        ),
        method: Method::Post,
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write, Grant::Records, Grant::SigningKey, Grant::RestoreBackups],
        status: 202,
        memory_megabytes: 1024,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Report;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Report>> {
        let instructed = Signature { operator: caller.operator()?.clone(), at: view.now() };
        let (generations, runs) = (generations(view).await?, restores(view).await?);
        let unknown = || Error::Invalid(vec![FieldError::coded("generation", "generation_unknown", None)]);
        let generation = generations.iter().find(|found| found.id == input.generation).ok_or_else(unknown)?;
        let Some(run) = going_on(&runs, &generation.id, &view.settings().data_table) else {
            return begin(view, generation, &runs, input.reason, instructed).await;
        };
        if run.phase == RestorePhase::Ready {
            hand_over(view, run).await?;
            return Ok(Change::reply(Report::new(run, generation, view.now(), false)));
        }
        let next = RestoreRun { version: run.version + 1, ..go_on(view, run.clone(), generation).await? };
        // The call after the last step hands over.
        let change = Change::reply(Report::new(&next, generation, view.now(), next.phase != RestorePhase::Failed));
        let change = change.technical(Technical::Backup, keep(&next)?);
        if !next.has_ended() {
            return Ok(change);
        }
        let stored = view.load::<Restore>(&decision_key(run)).await?;
        let event = if next.phase == RestorePhase::Ready { Event::RestoreReady } else { Event::RestoreFailed };
        change.update(Tenant::of_operator(), &stored, &next.decision(), event)
    }
}

fn decision_key(run: &RestoreRun) -> Key {
    key::record(Tenant::of_operator(), Kind::Restore, &run.id)
}

/// Writes a restore on the condition that nobody else took this step.
fn keep(run: &RestoreRun) -> Result<Operation> {
    Ok(Operation::put(key::service_restore(&run.id), item(run)?, ("version", run.version - 1), Failure::Conflict("record_changed")))
}

// The decision comes first: what is done about it follows with the next calls.
async fn begin(
    view: &View<'_>,
    generation: &Generation,
    runs: &[RestoreRun],
    reason: Reason,
    instructed: Signature,
) -> Result<Change<Report>> {
    if generation.state != GenerationState::Complete {
        return Err(Error::Invalid(vec![FieldError::coded("generation", "generation_not_complete", None)]));
    }
    let mut run = RestoreRun::begun(generation, next_attempt(runs, &generation.id), reason, instructed);
    // A table of that name may be left of a restore that the table in use, itself restored, knows nothing of.
    while view.settings().data_table.ends_with(&run.table_suffix) || view.restored_state(&run).await? != TableState::Absent {
        run = RestoreRun::begun(generation, run.attempt + 1, run.reason, run.instructed);
    }
    let change = Change::reply(Report::new(&run, generation, view.now(), true));
    let change = change.create(Tenant::of_operator(), &run.decision(), Event::RestoreInstructed)?;
    Ok(change.with(Companion::Restore, keep(&run)?))
}

// As far as there is time for. What was done and isn't recorded is done again by the next call.
async fn go_on(view: &View<'_>, mut run: RestoreRun, generation: &Generation) -> Result<RestoreRun> {
    loop {
        let next = match run.phase {
            RestorePhase::Restoring => restore(view, &run, generation).await?,
            RestorePhase::Mending | RestorePhase::Checking => {
                let looked = look(view, run.clone(), generation).await?;
                if looked.place.is_some() {
                    return Ok(looked);
                }
                Some(looked.looked_through(generation, view.now()))
            }
            RestorePhase::Equipping => view.equip_restored(&run).await?.map(|stream| run.equipped(stream, view.now())),
            RestorePhase::Ready | RestorePhase::Failed => return Ok(run),
        };
        match next {
            Some(next) => run = next,
            None => return Ok(run),
        }
    }
}

async fn restore(view: &View<'_>, run: &RestoreRun, generation: &Generation) -> Result<Option<RestoreRun>> {
    let backup = generation.tables.iter().find(|table| table.table == key::Store::Data && table.state != TableBackupState::Gone);
    let restored = match backup.and_then(|table| table.backup.as_deref()) {
        Some(backup) => view.restore_backup(backup, run).await,
        None => Err(Error::NotFound),
    };
    match restored {
        Ok(TableState::Ready) => Ok(Some(run.restored(view.now()))),
        Ok(TableState::Absent | TableState::Changing) => Ok(None),
        Err(Error::NotFound) => Ok(Some(run.given_up(DrillFault::BackupGone, view.now()))),
        Err(error) => Err(error),
    }
}

// Page after page while there is time.
async fn look(view: &View<'_>, mut run: RestoreRun, generation: &Generation) -> Result<RestoreRun> {
    let (since, restored) = (view.now(), view.restored(&run)?);
    let mut checker = Checker::new(view, restored, generation.window()).await?;
    for _ in 0..PAGES {
        let Some(place) = run.place.clone().filter(|_| view.now() - since < TimeDelta::seconds(SECONDS)) else { break };
        let found = checker.restored.scan(place.table, place.after, PAGE).await?;
        let (count, after) = (found.items.len() as u64, found.items.last().filter(|_| found.more).map(place_of).transpose()?);
        if found.more && after.is_none() {
            return Err(Error::internal("a page without items that isn't the last"));
        }
        let (findings, torn) = checker.page(place.table, found.items).await?;
        if run.phase == RestorePhase::Mending {
            let mender = Mender { view, run: &run, restored: &checker.restored, window: generation.window() };
            mender.mend(torn).await?;
        }
        run = run.looked(place.table, count, findings, after);
    }
    Ok(run)
}

// Else backups that were made since would be nobody's after the switch, and no operator would find this restore.
async fn hand_over(view: &View<'_>, run: &RestoreRun) -> Result<()> {
    let decision = decision_key(run).partition().to_owned();
    for partition in [SERVICE_BACKUPS, SERVICE_DRILLS, SERVICE_RESTORES, &decision] {
        let mut after = None;
        loop {
            let partition = partition.to_owned();
            let query = Query { index: None, partition, range: None, descending: false, limit: HANDED_OVER, after };
            let found = view.query(&query).await?;
            let put = |item: &shared::ports::Item| {
                let (partition, sort) = place_of(item)?;
                let key = Key::of_found(key::Store::Data, &partition, &sort);
                Ok(Operation { key, action: Action::Put(item.clone()), conditions: vec![], failure: Failure::Conflict("record_changed") })
            };
            let operations = found.items.iter().map(put).collect::<Result<Vec<_>>>()?;
            if !operations.is_empty() {
                view.mend(run, &operations).await?;
            }
            after = found.items.last().filter(|_| found.more).map(|last| position(last, None)).transpose()?;
            if after.is_none() {
                break;
            }
        }
    }
    Ok(())
}
