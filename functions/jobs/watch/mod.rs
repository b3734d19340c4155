//! job_watch: tells the alarms which jobs haven't succeeded in time.

use crate::JOB_SPECS;
use crate::jobs::{area, areas, runs};
use chrono::TimeDelta;
use shared::domain::job_run::{JobRun, JobRunState};
use shared::domain::time::Timestamp;
use shared::endpoint::{Grant, Job, JobSpec, Schedule};
use shared::error::Result;
use shared::job::{Outcome, Run};
use shared::ports::Metric;
use std::collections::BTreeMap;

/// A job fails more often than this in a row before its last success is lost from sight, and is overdue then, too.
const RUNS: u32 = 10;

/// The job.
pub struct JobWatch;

impl Job for JobWatch {
    const SPEC: JobSpec = JobSpec {
        name: "job_watch",
        summary: ("定期処理の遅れを監視する", "Watch for jobs that haven't succeeded in time"),
        schedule: Schedule::EveryMinutes(10),
        on_outbox: false,
        grants: &[Grant::Read, Grant::Write],
    };

    async fn run(run: &Run<'_>) -> Result<Outcome> {
        let now = run.view.now();
        let mut overdue: BTreeMap<&str, u32> = areas().into_iter().map(|area| (area, 0)).collect();
        for spec in JOB_SPECS {
            if is_overdue(spec, &runs(&run.view, spec, RUNS).await?, now) {
                tracing::warn!(job = spec.name, "overdue");
                *overdue.entry(area(spec)).or_default() += 1;
            }
        }
        for (area, count) in &overdue {
            run.view.metrics().tell(Metric::OverdueJobs, Some(area), f64::from(*count), now);
        }
        Ok(Outcome { done: overdue.values().sum(), ..Outcome::default() })
    }
}

/// Whether a time of the schedule that should have been done by now wasn't. A job without runs is new: its first time is still to come,
/// or the scheduler doesn't start it, which its queue tells.
fn is_overdue(spec: &JobSpec, newest_first: &[JobRun], now: Timestamp) -> bool {
    let Some(oldest) = newest_first.last() else { return false };
    let expected = spec.schedule.latest(now - TimeDelta::minutes(spec.schedule.late_after_minutes().into()));
    match newest_first.iter().filter_map(|run| run.succeeded).max() {
        Some(succeeded) => succeeded < expected,
        // Where one item stands for all times, it tells no older failure.
        None => oldest.scheduled_at <= expected || oldest.state == JobRunState::Failed,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use shared::domain::job_run::Claim;

    const DAILY: JobSpec = JobSpec { schedule: Schedule::Daily { hour: 2, minute: 0 }, ..JobWatch::SPEC };

    fn at(text: &str) -> Timestamp {
        chrono::DateTime::parse_from_rfc3339(&format!("2026-11-{text}:00+09:00")).unwrap()
    }

    fn run(time: &str, succeeds: bool) -> JobRun {
        let Claim::Taken(run) = JobRun::claim(None, "job", at(time), at(time)) else { panic!("the first claim is taken") };
        run.ended(if succeeds { Ok((1, 0, false)) } else { Err("internal_error") }, at(time))
    }

    #[test]
    fn a_job_is_overdue_once_its_time_and_some_hours_have_passed_without_a_success() {
        let table: [(&str, Vec<JobRun>, &str, bool); 8] = [
            ("new", vec![], "24T12:00", false),
            ("done", vec![run("24T02:00", true)], "24T12:00", false),
            ("failed, but young", vec![run("24T02:00", false), run("23T02:00", true)], "24T07:59", false),
            ("failed", vec![run("24T02:00", false), run("23T02:00", true)], "24T08:00", true),
            ("never ran for the day", vec![run("23T02:00", true)], "24T08:00", true),
            ("done late", vec![run("24T02:00", true), run("23T02:00", false)], "24T12:00", false),
            ("nothing ever succeeded", vec![run("24T11:00", false)], "24T12:00", true),
            ("its first time failed", vec![run("24T02:00", false)], "24T08:00", true),
        ];
        for (case, runs, now, expected) in table {
            assert_eq!(is_overdue(&DAILY, &runs, at(now)), expected, "{case}");
        }
    }
}
