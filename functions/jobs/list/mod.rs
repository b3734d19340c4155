//! job_list: how the scheduled jobs went: the newest run of each, or the runs of one. For operators, through IAM.

use crate::JOB_SPECS;
use crate::jobs::runs;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::job_run::JobRun;
use shared::domain::text::Line;
use shared::domain::time::{self, Timestamp};
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::{Error, FieldError, Result};
use shared::view::View;

/// How many runs of one job are shown.
const RUNS: u32 = 50;

/// The function.
pub struct JobList;

/// Which.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// A job by its name, with its 50 newest runs; all of them without it.
    pub job: Option<Line<64>>,
}

/// The jobs.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// In the order of the list of jobs.
    pub jobs: Vec<JobView>,
}

/// A job.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JobView {
    /// Its name.
    pub job: &'static str,
    /// When it is due next.
    #[serde(with = "time::rfc3339")]
    #[schemars(with = "String")]
    pub next: Timestamp,
    /// Its runs, newest first: none where its time hasn't come yet.
    pub runs: Vec<JobRun>,
}

impl Endpoint for JobList {
    const SPEC: Spec = Spec {
        name: "job_list",
        summary: ("定期処理の実行状況を表示する(運営者)", "Show how the scheduled jobs went (operator)"),
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(_: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let named = |name: &str| JOB_SPECS.iter().find(|spec| spec.name == name);
        let (specs, limit) = match &input.job {
            None => (JOB_SPECS, 1),
            Some(name) => {
                let unknown = || Error::Invalid(vec![FieldError::coded("job", "job_unknown", None)]);
                (std::slice::from_ref(named(name.as_str()).ok_or_else(unknown)?), RUNS)
            }
        };
        let mut jobs = Vec::with_capacity(specs.len());
        for spec in specs {
            jobs.push(JobView { job: spec.name, next: spec.schedule.next_after(view.now()), runs: runs(view, spec, limit).await? });
        }
        Ok(Change::reply(Output { jobs }))
    }
}
