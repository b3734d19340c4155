//! What came of the days.

use super::{DAYS, SEEDS};
use std::io::Write;

#[derive(Default)]
pub(super) struct Counts {
    pub runs: u64,
    pub stopped: u64,
    pub begun: u64,
    pub completed: u64,
    pub pruned: u64,
    pub lost: u64,
    pub drills_passed: u64,
    pub drills_failed: u64,
    /// How often nothing was deleted because of a failed drill.
    pub blocked: u64,
    pub most_backups: usize,
}

pub(super) fn sum(all: &[Counts], count: fn(&Counts) -> u64) -> u64 {
    all.iter().map(count).sum()
}

// Told whatever the outcome: the test runner keeps what `println!` writes to itself.
pub(super) fn say(what: &str, all: &[Counts]) {
    let (runs, stopped, begun) = (sum(all, |counts| counts.runs), sum(all, |counts| counts.stopped), sum(all, |counts| counts.begun));
    let (completed, pruned, lost) = (sum(all, |counts| counts.completed), sum(all, |counts| counts.pruned), sum(all, |counts| counts.lost));
    let (passed, failed) = (sum(all, |counts| counts.drills_passed), sum(all, |counts| counts.drills_failed));
    let (blocked, most) = (sum(all, |counts| counts.blocked), all.iter().map(|counts| counts.most_backups).max().unwrap_or_default());
    let generations = format!("{begun} generations begun, {completed} completed, {pruned} deleted, {lost} lost by hand");
    let drills = format!("{passed} drills passed, {failed} failed and held up {blocked} prunings");
    let line =
        format!("{SEEDS} times {DAYS} days, {runs} runs, {stopped} cut off; {generations}; {drills}; at most {most} backups lay there");
    let _nobody_listens = writeln!(std::io::stdout(), "backups, {what}: {line}");
}
