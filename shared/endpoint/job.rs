//! What a scheduled job is.

use super::{BoxFuture, Grant, Schedule, has};
use crate::domain::time::Timestamp;
use crate::error::Result;
use crate::job::{Outcome, Run};
use crate::world::World;
use std::future::Future;

/// Everything that is to be known about a scheduled job.
#[derive(Debug)]
pub struct JobSpec {
    /// `noun_verb`.
    pub name: &'static str,
    /// What it does: Japanese, English.
    pub summary: (&'static str, &'static str),
    /// When it runs.
    pub schedule: Schedule,
    /// Whether the table's stream starts it, too.
    pub on_outbox: bool,
    /// What it may touch.
    pub grants: &'static [Grant],
}

impl JobSpec {
    /// Whether the job was granted this.
    #[must_use]
    pub const fn has(&self, grant: Grant) -> bool {
        has(self.grants, grant)
    }
}

/// A scheduled job. It commits through [`Run::commit`], in bounded pages, and is safe to run twice or late.
pub trait Job: Send + Sync + 'static {
    /// Everything about it.
    const SPEC: JobSpec;
    /// Does one run's work.
    fn run(run: &Run<'_>) -> impl Future<Output = Result<Outcome>> + Send;
}

/// A job without its type, as JOBS holds it.
pub struct JobRoute {
    /// Everything about it.
    pub spec: &'static JobSpec,
    /// Does one run's work, for a time of the schedule or by hand.
    pub call: for<'a> fn(&'a World, Option<Timestamp>) -> BoxFuture<'a, Result<Outcome>>,
}

impl JobRoute {
    /// The route of a job.
    #[must_use]
    pub const fn of<J: Job>() -> Self {
        Self { spec: &J::SPEC, call: |world, struck_at| Box::pin(crate::job::run::<J>(world, struck_at)) }
    }
}
