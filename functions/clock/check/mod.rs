//! clock_check: compares the own clock with the store's (WP11) and tells the alarm by how much they differ.

use shared::domain::clock_skew::{ALARM_MILLISECONDS, skew_milliseconds, surest};
use shared::endpoint::{Grant, Job, JobSpec, Schedule};
use shared::error::Result;
use shared::job::{Outcome, Run};
use shared::ports::Metric;

/// How often a run asks.
const QUESTIONS: usize = 3;

/// The job.
pub struct ClockCheck;

impl Job for ClockCheck {
    const SPEC: JobSpec = JobSpec {
        name: "clock_check",
        summary: ("時刻のずれを確かめる", "Check the clock against the store's"),
        schedule: Schedule::EveryMinutes(60),
        on_outbox: false,
        grants: &[Grant::Read, Grant::Write],
    };

    async fn run(run: &Run<'_>) -> Result<Outcome> {
        let mut skews = [0; QUESTIONS];
        for skew in &mut skews {
            let asked = run.view.now();
            let second = run.view.store_second().await?;
            *skew = skew_milliseconds(asked, second, run.view.now());
        }
        let skew = surest(&skews);
        if skew.abs() >= ALARM_MILLISECONDS {
            tracing::error!(function = "clock_check", skew_milliseconds = skew, "the clocks differ");
        }
        // A skew is milliseconds of days at most, which a float holds exactly.
        #[allow(clippy::cast_precision_loss)]
        run.view.metrics().tell(Metric::ClockSkewMilliseconds, None, skew.abs() as f64, run.view.now());
        Ok(Outcome { done: 1, ..Outcome::default() })
    }
}
