//! The record of a job's runs: it makes each time of a schedule happen once, and tells operators how it went.

use super::{Outcome, Run};
use crate::change::{Change, Technical, expiring, item};
use crate::domain::job_run::{Claim, JobRun};
use crate::domain::time::Timestamp;
use crate::endpoint::{JobSpec, Schedule};
use crate::error::{Error, Result};
use crate::key::{self, Key};
use crate::ports::{Failure, Operation};
use chrono::TimeDelta;

/// How long runs are kept to be looked at.
pub const KEPT_DAYS: i64 = 400;
const CHANGED: &str = "record_changed";

/// The item of the run for a time of the schedule. What runs many times an hour has one item for all its times.
#[must_use]
pub fn place(spec: &JobSpec, scheduled_at: Timestamp) -> Key {
    let has_one_for_all = matches!(spec.schedule, Schedule::EveryMinutes(minutes) if minutes < 60);
    key::service_job_run(spec.name, (!has_one_for_all).then_some(scheduled_at))
}

/// Does a run's work unless its time is done, or held by another run; keeps how it went.
pub(super) async fn once(run: &Run<'_>, spec: &JobSpec, work: impl Future<Output = Result<Outcome>>) -> Result<Outcome> {
    let place = place(spec, run.scheduled_at);
    let found: Option<JobRun> = run.view.batch(std::slice::from_ref(&place)).await?.item(&place)?;
    let Claim::Taken(taken) = JobRun::claim(found.as_ref(), spec.name, run.scheduled_at, run.view.now()) else {
        return Ok(Outcome::default());
    };
    match keep(run, &place, found.as_ref(), &taken).await {
        // Two strokes at once: the other one has it.
        Err(Error::Conflict(CHANGED)) => return Ok(Outcome::default()),
        kept => kept?,
    }
    let outcome = work.await;
    let ended = match &outcome {
        Ok(outcome) => Ok((outcome.done, outcome.failed, outcome.more)),
        Err(error) => Err(error.code()),
    };
    let ended = taken.clone().ended(ended, run.view.now());
    // Where this can't be written the work is done all the same: the next stroke finds the time held, then does it again.
    if let Err(error) = keep(run, &place, Some(&taken), &ended).await {
        tracing::error!(function = spec.name, cause = error.cause(), "a run's end could not be kept");
    }
    outcome
}

async fn keep(run: &Run<'_>, place: &Key, found: Option<&JobRun>, next: &JobRun) -> Result<()> {
    let item = expiring(item(next)?, place, next.started_at + TimeDelta::days(KEPT_DAYS));
    let failure = Failure::Conflict(CHANGED);
    let operation = match found {
        Some(found) => Operation::replace(place.clone(), item, ("version", found.version), failure),
        None => Operation::create(place.clone(), item, failure),
    };
    run.commit(Change::reply(()).technical(Technical::JobRun, operation)).await
}
