//! backup_drill: restores the newest good generation into tables of its own once a week, looks at every item and along every
//! timeline, and drops the tables. Its report shows in backup_list. How far it is, is committed with each page that was looked
//! at, so that a run that is cut off is gone on with and nothing is counted twice.

use crate::backups::look::Checker;
use crate::backups::{drills, generations, keep_drill};
use chrono::TimeDelta;
use shared::change::{Change, Technical};
use shared::domain::backup::{BACKED_UP, Drill, DrillFault, DrillPhase, DrillStep, Generation, TableBackupState, drill_step};
use shared::endpoint::{Grant, Job, JobSpec, Schedule};
use shared::error::{Error, Result};
use shared::job::{Outcome, Run};
use shared::ports::{Metric, TableState, place_of};

/// How many items one page has.
const PAGE: u32 = 100;
/// How long one run looks at pages, in seconds: a function is stopped after 5 minutes.
const SECONDS: i64 = 180;

/// The job.
pub struct BackupDrill;

impl Job for BackupDrill {
    const SPEC: JobSpec = JobSpec {
        name: "backup_drill",
        summary: ("バックアップの復元訓練を行う", "Drill the restore of the newest backup"),
        schedule: Schedule::Weekly { day: chrono::Weekday::Sun, hour: 4 },
        on_outbox: false,
        grants: &[Grant::Read, Grant::Write, Grant::Records, Grant::SigningKey, Grant::DrillBackups],
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
    let mut drill = match drill_step(&drills(&run.view).await?, &generations, run.scheduled_at(), run.view.now()) {
        DrillStep::Nothing => return Ok(Outcome::default()),
        DrillStep::GoOn(drill) => drill,
        DrillStep::Begin(drill) => commit(run, drill).await?,
    };
    let known = generations.iter().find(|generation| generation.id == drill.generation);
    let generation = known.ok_or_else(|| Error::internal("the generation of a drill is forgotten"))?;
    let of_this_time = drill.scheduled_at == run.scheduled_at();
    loop {
        if drill.is_late(run.view.now()) {
            drill = commit(run, drill.given_up(DrillFault::Unfinished)).await?;
        }
        let next = match drill.phase {
            DrillPhase::Restoring => restore(run, &drill, generation).await?,
            DrillPhase::Checking => look(run, &drill, generation).await?,
            DrillPhase::Equipping => Some(equip(run, &drill).await?),
            DrillPhase::Dropping => drop_tables(run, &drill).await?,
            DrillPhase::Ended => return Ok(ended(run, &drill, of_this_time)),
        };
        match next {
            Some(next) => drill = next,
            None => return Ok(Outcome { more: true, ..Outcome::default() }),
        }
    }
}

async fn commit(run: &Run<'_>, drill: Drill) -> Result<Drill> {
    run.commit(Change::reply(()).technical(Technical::Backup, keep_drill(&drill, run.view.now())?)).await?;
    Ok(drill)
}

// One of an earlier time that only now came to its end leaves this time's to the next stroke.
fn ended(run: &Run<'_>, drill: &Drill, of_this_time: bool) -> Outcome {
    let passed = drill.passed == Some(true);
    run.view.metrics().tell(Metric::FailedDrills, None, if passed { 0.0 } else { 1.0 }, run.view.now());
    if !passed {
        tracing::error!(function = "backup_drill", drill = drill.id, faults = ?drill.findings.faults, "a drill failed");
    }
    Outcome { done: u32::from(passed), failed: u32::from(!passed), more: !of_this_time }
}

async fn restore(run: &Run<'_>, drill: &Drill, generation: &Generation) -> Result<Option<Drill>> {
    let mut is_ready = true;
    for table in &generation.tables {
        let backup = table.backup.as_deref().filter(|_| table.state != TableBackupState::Gone);
        let restored = match backup {
            Some(backup) => run.view.restore_for_drill(backup, table.table, &drill.id).await,
            None => Err(Error::NotFound),
        };
        match restored {
            Ok(state) => is_ready &= state == TableState::Ready,
            Err(Error::NotFound) => return commit(run, drill.given_up(DrillFault::BackupGone)).await.map(Some),
            Err(error) => return Err(error),
        }
    }
    if is_ready { commit(run, drill.restored(run.view.now())).await.map(Some) } else { Ok(None) }
}

// Page after page while there is time.
async fn look(run: &Run<'_>, drill: &Drill, generation: &Generation) -> Result<Option<Drill>> {
    let (mut drill, since) = (drill.clone(), run.view.now());
    let mut checker = Checker::new(&run.view, run.view.restored_for_drill(&drill.id)?, generation.window()).await?;
    while let Some(place) = drill.place.clone() {
        if run.view.now() - since > TimeDelta::seconds(SECONDS) {
            return Ok(None);
        }
        let found = checker.restored.scan(place.table, place.after, PAGE).await?;
        let (count, after) = (found.items.len() as u64, found.items.last().filter(|_| found.more).map(place_of).transpose()?);
        if found.more && after.is_none() {
            return Err(Error::internal("a page without items that isn't the last"));
        }
        let (findings, _) = checker.page(place.table, found.items).await?;
        drill = commit(run, drill.looked(place.table, count, findings, after)).await?;
    }
    commit(run, drill.judged(generation)).await.map(Some)
}

// As before the tables would be used: that it can be done is part of the drill.
async fn equip(run: &Run<'_>, drill: &Drill) -> Result<Drill> {
    for table in BACKED_UP {
        run.view.equip_for_drill(*table, &drill.id).await?;
    }
    commit(run, drill.equipped()).await
}

async fn drop_tables(run: &Run<'_>, drill: &Drill) -> Result<Option<Drill>> {
    let mut is_gone = true;
    for table in BACKED_UP {
        is_gone &= run.view.drop_for_drill(*table, &drill.id).await? == TableState::Absent;
    }
    if is_gone { commit(run, drill.ended(run.view.now())).await.map(Some) } else { Ok(None) }
}
