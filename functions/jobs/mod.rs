//! Looking after the jobs themselves.

pub mod list;
pub mod watch;

use crate::JOB_SPECS;
use shared::domain::job_run::JobRun;
use shared::endpoint::JobSpec;
use shared::error::{Error, Result};
use shared::key;
use shared::ports::{Item, Query};
use shared::view::View;

/// The newest runs of a job.
async fn runs(view: &View<'_>, spec: &JobSpec, limit: u32) -> Result<Vec<JobRun>> {
    let partition = key::service_job_runs(spec.name);
    let found = view.query(&Query { index: None, partition, range: None, descending: true, limit, after: None }).await?;
    found.items.into_iter().map(run).collect()
}

fn run(item: Item) -> Result<JobRun> {
    serde_json::from_value(item.into()).map_err(Error::internal)
}

/// The noun of a job's name: its area, whose functions share an alarm.
fn area(spec: &JobSpec) -> &'static str {
    spec.name.split('_').next().unwrap_or(spec.name)
}

/// The areas that have jobs, each once.
fn areas() -> std::collections::BTreeSet<&'static str> {
    JOB_SPECS.iter().map(|spec| area(spec)).collect()
}
