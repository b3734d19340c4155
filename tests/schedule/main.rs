//! A stretch of the schedule, fast-forwarded on a local cloud with its clock moved from one time to the next: every job ran for each
//! of its times once, seven generations of backups stand, and every drill passed.
//!
//! `DAYS=365` goes through a year; 15 days without it.
//!
//! What is skipped are strokes that find their time done: the clock strikes for a job of the calendar every ten minutes, and such
//! a stroke reads the job's ledger and ends (`JobRun::claim`). That it does is tried for every time of the calendar here: each is
//! struck again after it was done, and must leave no trace. Strokes that find a time undone, or with more to do, all happen, ten
//! minutes apart. Jobs that run many times an hour have one item in the ledger for all their times, so that nothing could be counted
//! for each; they are struck once a day, so that what others leave to them is done.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use chrono::{Datelike, TimeDelta, Weekday};
use functions::JOBS;
use serde_json::{Value, json};
use shared::domain::time::{Timestamp, text};
use shared::endpoint::{JobRoute, STROKE_MINUTES, Schedule};
use shared::key::{SERVICE_BACKUPS, SERVICE_DRILLS, service_job_runs};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::time::{Duration, Instant};
use tests::TestCloud;
use tests::support::store::{Dump, check_chains};

/// How many days without `DAYS`.
const USUAL_DAYS: i64 = 15;
/// How often one time of a schedule is struck at most before it must be done.
const STROKES: u32 = 60;
const DATA: &str = local::store::DATA_TABLE;

/// What happened.
#[derive(Default)]
struct Counts {
    strokes: u64,
    again: u64,
    often: u64,
}

// Told whatever the outcome: the test runner keeps what `println!` writes to itself.
fn tell(line: &str) {
    let _nobody_listens = writeln!(std::io::stdout(), "schedule: {line}");
}

fn has_a_ledger_for_each_time(job: &JobRoute) -> bool {
    !matches!(job.spec.schedule, Schedule::EveryMinutes(minutes) if minutes < 60)
}

/// Every time of the schedules after one and up to another, and the jobs that are due then, in the order of the list.
fn times(from: Timestamp, to: Timestamp) -> BTreeMap<Timestamp, Vec<&'static JobRoute>> {
    let mut due: BTreeMap<Timestamp, Vec<&'static JobRoute>> = BTreeMap::new();
    for job in JOBS {
        // Once a day, after the digest's mail, where it runs many times an hour.
        let daily = Schedule::Daily { hour: 8, minute: 30 };
        let schedule = if has_a_ledger_for_each_time(job) { job.spec.schedule } else { daily };
        let mut time = schedule.next_after(from);
        while time <= to {
            due.entry(time).or_default().push(job);
            time = schedule.next_after(time);
        }
    }
    due
}

async fn strike(cloud: &TestCloud, job: &JobRoute, at: Timestamp) -> Value {
    if at > cloud.now() {
        cloud.move_clock(at - cloud.now());
    }
    let outcome = cloud.invoke(job.spec.name, json!({ "scheduled_at": cloud.now() })).await;
    assert_eq!(outcome.get("code"), None, "{} at {at}: {outcome}", job.spec.name);
    outcome
}

/// Strikes until every job that is due at a time is done, ten minutes apart, and once more.
async fn go_through(cloud: &TestCloud, at: Timestamp, due: &[&'static JobRoute], counts: &mut Counts) {
    let (mut waiting, mut stroke) = (due.to_vec(), at);
    for _ in 0..STROKES {
        let mut left = Vec::new();
        for job in waiting {
            let outcome = strike(cloud, job, stroke).await;
            counts.strokes += 1;
            counts.often += u64::from(!has_a_ledger_for_each_time(job));
            assert_eq!(outcome["failed"], 0, "{} at {stroke}: {outcome}", job.spec.name);
            if outcome["more"] == true && has_a_ledger_for_each_time(job) {
                left.push(job);
            }
        }
        if left.is_empty() {
            return again(cloud, due, stroke, counts).await;
        }
        // The keeper of backups works by the machine's clock: strokes that only find it busy would move this one past other times.
        while cloud.cloud.backups.is_busy() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        (waiting, stroke) = (left, stroke + TimeDelta::minutes(STROKE_MINUTES.into()));
    }
    panic!("not everything of {at} is done after {STROKES} strokes");
}

async fn again(cloud: &TestCloud, due: &[&'static JobRoute], stroke: Timestamp, counts: &mut Counts) {
    for job in due.iter().filter(|job| !matches!(job.spec.schedule, Schedule::EveryMinutes(_))) {
        let outcome = strike(cloud, job, stroke).await;
        assert_eq!(outcome, json!({ "done": 0, "failed": 0, "more": false }), "{} once more at {stroke}", job.spec.name);
        counts.again += 1;
    }
}

/// The ledger's items of a job by their time.
fn ledger<'d>(dump: &'d Dump, job: &JobRoute) -> BTreeMap<&'d str, &'d Value> {
    let partition = service_job_runs(job.spec.name);
    dump.iter().filter(|((table, pk, _), _)| table == DATA && *pk == partition).map(|((_, _, sk), item)| (sk.as_str(), item)).collect()
}

fn of<'d>(dump: &'d Dump, partition: &str) -> Vec<&'d Value> {
    dump.iter().filter(|((table, pk, _), _)| table == DATA && pk == partition).map(|(_, item)| item).collect()
}

/// Each time of a schedule has one item, which says that it was done, and was begun as often as it was said to have more to do.
fn check_ledger(dump: &Dump, due: &BTreeMap<Timestamp, Vec<&'static JobRoute>>) -> usize {
    let mut checked = 0;
    for job in JOBS.iter().filter(|job| has_a_ledger_for_each_time(job)) {
        let runs = ledger(dump, job);
        let expected: BTreeSet<String> =
            due.iter().filter(|(_, jobs)| jobs.iter().any(|found| found.spec.name == job.spec.name)).map(|(time, _)| text(*time)).collect();
        assert_eq!(runs.keys().map(|time| (*time).to_owned()).collect::<BTreeSet<_>>(), expected, "{}", job.spec.name);
        for (time, run) in runs {
            assert_eq!(run["state"], "succeeded", "{}: {run}", job.spec.name);
            // An attempt writes twice: nothing was begun after it was done.
            let (version, attempts) = (run["version"].as_u64().unwrap(), run["attempts"].as_u64().unwrap());
            assert_eq!(version, 2 * attempts, "{} of {time}: {run}", job.spec.name);
            checked += 1;
        }
    }
    checked
}

#[tokio::test(flavor = "multi_thread")]
async fn every_job_runs_once_for_each_of_its_times() {
    let number = |name: &str| std::env::var(name).ok().filter(|text| !text.is_empty()).map(|text| text.parse::<i64>().expect(name));
    let (days, began) = (number("DAYS").unwrap_or(USUAL_DAYS), Instant::now());
    let cloud = TestCloud::start().await;
    let policy = cloud.policy().await;
    cloud.claim_paid(&policy).await;
    cloud.claim_submitted(&policy).await;
    let (from, to) = (cloud.now(), cloud.now() + TimeDelta::days(days));
    let (due, mut counts) = (times(from, to), Counts::default());
    for (time, jobs) in &due {
        go_through(&cloud, *time, jobs, &mut counts).await;
    }
    let dump = cloud.dump().await;
    let checked = check_ledger(&dump, &due);
    let good = of(&dump, SERVICE_BACKUPS).into_iter().filter(|generation| generation["state"] == "complete").count();
    assert_eq!(good, usize::try_from(days.min(7)).unwrap(), "generations");
    let sundays = due.keys().filter(|time| time.weekday() == Weekday::Sun && text(**time).contains("T04:00:00.000")).count();
    let drills = of(&dump, SERVICE_DRILLS);
    assert_eq!(drills.len(), sundays, "drills");
    for drill in &drills {
        assert_eq!((&drill["passed"], &drill["phase"], &drill["attempt"]), (&json!(true), &json!("ended"), &json!(1)), "{drill}");
    }
    check_chains(&dump);
    let Counts { strokes, again, often } = counts;
    tell(&format!(
        "{days} days in {:.0} s: {checked} times of {} jobs, each done once, in {} strokes, {again} more that found them done, {often} of \
         jobs that run many times an hour; {good} generations stand, {sundays} of {} drills passed",
        began.elapsed().as_secs_f64(),
        JOBS.iter().filter(|job| has_a_ledger_for_each_time(job)).count(),
        strokes - often,
        drills.len()
    ));
}
