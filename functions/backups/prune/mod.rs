//! backup_prune: deletes generations of backups beyond the seven newest good ones, and what is left of failed ones. It looks first
//! whether those that stay are still there, and deletes nothing while the last drill failed: an older generation may be the one
//! that can be restored.

use crate::backups::{drills, generations, keep, watched};
use shared::change::{Change, Technical};
use shared::domain::backup::{Generation, GenerationState, TableBackupState, kept, last_drill_failed, to_prune};
use shared::endpoint::{Grant, Job, JobSpec, Schedule};
use shared::error::{Error, Result};
use shared::job::{Outcome, Run};
use shared::ports::Metric;

/// How many generations one run deletes.
const GENERATIONS: usize = 30;

/// The job.
pub struct BackupPrune;

impl Job for BackupPrune {
    const SPEC: JobSpec = JobSpec {
        name: "backup_prune",
        summary: ("7世代より古いバックアップを削除する", "Delete backups older than seven good generations"),
        schedule: Schedule::Daily { hour: 5, minute: 0 },
        on_outbox: false,
        grants: &[Grant::Read, Grant::Write, Grant::PruneBackups],
    };

    async fn run(run: &Run<'_>) -> Result<Outcome> {
        let has_failed = last_drill_failed(&drills(&run.view).await?);
        // Once more, since a drill may have been cut off before it told.
        run.view.metrics().tell(Metric::FailedDrills, None, f64::from(u8::from(has_failed)), run.view.now());
        if has_failed {
            tracing::error!(function = "backup_prune", "nothing is deleted until a drill passes");
            return Ok(Outcome { failed: 1, ..Outcome::default() });
        }
        let generations = generations(&run.view).await?;
        let prunable = to_prune(&generations);
        let mut outcome = Outcome { more: prunable.len() > GENERATIONS, ..Outcome::default() };
        for stays in kept(&generations) {
            if let Some(lost) = watched(&run.view, stays).await? {
                tracing::error!(function = "backup_prune", generation = lost.id, "a backup of a good generation is gone");
                commit(run, &lost).await?;
                outcome.failed += 1;
            }
        }
        if outcome.failed > 0 {
            // What may go is decided anew, without what is gone.
            return Ok(Outcome { more: true, ..outcome });
        }
        for generation in prunable.into_iter().take(GENERATIONS) {
            match delete(run, generation).await {
                Ok(()) => outcome.done += 1,
                // Another run is at it.
                Err(Error::Conflict(_)) => outcome.more = true,
                Err(error) => {
                    tracing::error!(function = "backup_prune", generation = generation.id, cause = error.cause(), "was not deleted");
                    outcome.failed += 1;
                    outcome.more = true;
                }
            }
        }
        Ok(outcome)
    }
}

// The intent first: a generation of which half is deleted is no good one.
async fn delete(run: &Run<'_>, generation: &Generation) -> Result<()> {
    let mut going = generation.clone();
    if going.state != GenerationState::Deleting {
        going = going.deleting();
        commit(run, &going).await?;
    }
    let name = going.name(&run.view.settings().application);
    for table in generation.tables.iter() {
        run.view.delete_backups(table.table, &name, table.backup.as_deref()).await?;
        going = going.described(table.table, TableBackupState::Gone, None, run.view.now());
        commit(run, &going).await?;
    }
    Ok(())
}

async fn commit(run: &Run<'_>, generation: &Generation) -> Result<()> {
    run.commit(Change::reply(()).technical(Technical::Backup, keep(generation, run.view.now())?)).await
}
