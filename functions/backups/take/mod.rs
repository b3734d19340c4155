//! backup_take: has a backup of each table made, one generation a day, and looks until all of it is complete. What is to be done
//! is committed before it is, and found again by its name where a run was cut off in between.

use crate::backups::{generations, keep, watched};
use shared::change::{Change, Technical};
use shared::domain::backup::{Generation, GenerationState, Step, Take, take};
use shared::endpoint::{Grant, Job, JobSpec, Schedule};
use shared::error::{Error, Result};
use shared::job::{Outcome, Run};

/// The job.
pub struct BackupTake;

impl Job for BackupTake {
    const SPEC: JobSpec = JobSpec {
        name: "backup_take",
        summary: ("1日1世代のバックアップを取る", "Take a generation of backups a day"),
        schedule: Schedule::Daily { hour: 2, minute: 0 },
        on_outbox: false,
        grants: &[Grant::Read, Grant::Write, Grant::TakeBackups],
    };

    async fn run(run: &Run<'_>) -> Result<Outcome> {
        match go_on(run).await {
            // Another run is at it.
            Err(Error::Conflict(_)) => Ok(Outcome { more: true, ..Outcome::default() }),
            outcome => outcome,
        }
    }
}

async fn go_on(run: &Run<'_>) -> Result<Outcome> {
    let generations = generations(&run.view).await?;
    let mut generation = match take(&generations, run.scheduled_at(), run.view.now()) {
        Take::Taken => return Ok(Outcome::default()),
        Take::Exhausted => return Err(Error::internal("a generation was begun too often for one time of the schedule")),
        Take::GoOn(generation) => generation,
        Take::Begin { given_up, generation } => {
            begin(run, &given_up, &generation).await?;
            generation
        }
    };
    while let Step::Create(table) = generation.step() {
        let name = generation.name(&run.view.settings().application);
        generation = generation.created(table, run.view.take_backup(table, &name).await?);
        commit(run, &generation).await?;
    }
    if let Some(seen) = watched(&run.view, &generation).await? {
        commit(run, &seen).await?;
        generation = seen;
    }
    match generation.state {
        GenerationState::Complete => Ok(Outcome { done: 1, ..Outcome::default() }),
        GenerationState::Creating => Ok(Outcome { more: true, ..Outcome::default() }),
        // The next stroke begins another one.
        _ => Err(Error::Internal(format!("a backup of the generation {} is gone", generation.id))),
    }
}

// In one transaction, so that no two are in progress.
async fn begin(run: &Run<'_>, given_up: &[Generation], generation: &Generation) -> Result<()> {
    let mut change = Change::reply(()).technical(Technical::Backup, keep(generation, run.view.now())?);
    for failed in given_up {
        tracing::warn!(function = "backup_take", generation = failed.id, "given up");
        change = change.technical(Technical::Backup, keep(failed, run.view.now())?);
    }
    run.commit(change).await
}

async fn commit(run: &Run<'_>, generation: &Generation) -> Result<()> {
    run.commit(Change::reply(()).technical(Technical::Backup, keep(generation, run.view.now())?)).await
}
