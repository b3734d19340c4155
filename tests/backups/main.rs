//! Backups of the tables on the local cloud: what is taken, what stays, what goes, and what others made.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod drills;
mod logs;
mod restores;

use chrono::{Days, NaiveTime, TimeDelta};
use local::backups::BackupFault;
use serde_json::{Value, json};
use shared::domain::time::{JST, Timestamp};
use std::time::Duration;
use tests::TestCloud;

/// The next time of day in Japan.
fn next(now: Timestamp, hour: u32) -> Timestamp {
    let at = |day: chrono::NaiveDate| day.and_time(NaiveTime::from_hms_opt(hour, 0, 0).unwrap()).and_local_timezone(JST).unwrap();
    let today = at(now.date_naive());
    if today > now { today } else { at(now.date_naive() + Days::new(1)) }
}

/// Strikes the clock for a job as the schedule does, until it has nothing left to do or fails.
async fn strike(cloud: &TestCloud, job: &str) -> Value {
    for _ in 0..40 {
        let outcome = cloud.invoke(job, json!({ "scheduled_at": cloud.now() })).await;
        if outcome["more"] != true {
            return outcome;
        }
        // The keeper works by the machine's clock.
        tokio::time::sleep(Duration::from_millis(50)).await;
        cloud.move_clock(TimeDelta::minutes(1));
    }
    panic!("{job} comes to no end");
}

/// The generation of the next day.
async fn take(cloud: &TestCloud) -> Value {
    cloud.move_clock(next(cloud.now(), 2) - cloud.now());
    strike(cloud, "backup_take").await
}

async fn generations(cloud: &TestCloud) -> Vec<Value> {
    cloud.invoke("backup_list", json!({})).await["generations"].as_array().unwrap().clone()
}

fn states(generations: &[Value]) -> Vec<&str> {
    generations.iter().map(|generation| generation["state"].as_str().unwrap()).collect()
}

/// The names of all backups that the keeper has, of whatever table.
async fn kept(cloud: &TestCloud) -> Vec<String> {
    let mut names = Vec::new();
    for table in [local::store::DATA_TABLE, local::store::KEYS_TABLE] {
        let listed = cloud.aws().dynamodb_backups().list_backups().table_name(table).send().await.unwrap();
        names.extend(listed.backup_summaries.unwrap().into_iter().map(|backup| backup.backup_name.unwrap()));
    }
    names.sort();
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn a_generation_of_the_data_without_the_keys_is_taken_once_a_day() {
    let cloud = TestCloud::start().await;
    assert_eq!(take(&cloud).await["done"], 1);
    let taken = generations(&cloud).await;
    assert_eq!(states(&taken), ["complete"], "{taken:?}");
    assert_eq!(taken[0]["scheduled_at"], "2026-10-02T02:00:00.000+09:00");
    let dump = cloud.dump().await;
    let now = dump.keys().filter(|(table, _, _)| table == local::store::DATA_TABLE).count() as u64;
    let tables = taken[0]["tables"].as_array().unwrap();
    assert_eq!((tables.len(), &tables[0]["table"], &tables[0]["items"]["is_exact"]), (1, &json!("data"), &json!(true)));
    // Since then the run has ended, and an operator has looked.
    assert!((now - 4..=now).contains(&tables[0]["items"]["items"].as_u64().unwrap()), "{tables:?} of {now}");
    // Once more for the same day, by the clock and by hand.
    assert_eq!(strike(&cloud, "backup_take").await["done"], 0);
    assert_eq!(cloud.invoke("backup_take", json!({})).await["done"], 0);
    assert_eq!(kept(&cloud).await.len(), 1);
    assert_eq!(take(&cloud).await["done"], 1);
    assert_eq!(states(&generations(&cloud).await), ["complete", "complete"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_seven_newest_good_generations_stay_and_what_others_made() {
    let cloud = TestCloud::start().await;
    let by_hand = cloud.aws().dynamodb_backups().create_backup().table_name(local::store::DATA_TABLE).backup_name("before-a-change");
    by_hand.send().await.unwrap();
    for day in 1..=9 {
        assert_eq!(take(&cloud).await["done"], 1, "day {day}");
        if day == 7 {
            assert_eq!(strike(&cloud, "backup_prune").await["done"], 0, "seven are not too many");
        }
    }
    assert_eq!(kept(&cloud).await.len(), 9 + 1);
    cloud.move_clock(next(cloud.now(), 5) - cloud.now());
    assert_eq!(strike(&cloud, "backup_prune").await["done"], 2);
    assert_eq!(strike(&cloud, "backup_prune").await["done"], 0, "once");
    let left = generations(&cloud).await;
    assert_eq!(states(&left), [["complete"; 7].as_slice(), &["deleted"; 2]].concat());
    let names = kept(&cloud).await;
    assert_eq!(names.len(), 7 + 1);
    assert_eq!(names[0], "before-a-change");
    assert!(names[1..].iter().all(|name| name.starts_with("local.2026-10-")), "{names:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_good_backup_that_is_gone_is_noticed_before_an_older_one_goes() {
    let cloud = TestCloud::start().await;
    for _ in 0..8 {
        take(&cloud).await;
    }
    let newest = generations(&cloud).await[0].clone();
    let lost = newest["tables"][0]["backup"].as_str().unwrap();
    cloud.aws().dynamodb_backups().delete_backup().backup_arn(lost).send().await.unwrap();
    cloud.move_clock(next(cloud.now(), 5) - cloud.now());
    // What is left of the failed one goes; the seven older ones stay.
    assert_eq!(cloud.invoke("backup_prune", json!({})).await["failed"], 1);
    assert_eq!(cloud.invoke("backup_prune", json!({})).await["done"], 1);
    let left = generations(&cloud).await;
    assert_eq!(states(&left), [["deleted"].as_slice(), &["complete"; 7]].concat());
    assert_eq!(kept(&cloud).await.len(), 7);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_was_cut_off_finds_the_backup_that_it_made() {
    let cloud = TestCloud::start().await;
    cloud.move_clock(next(cloud.now(), 2) - cloud.now());
    // As a run leaves it that was killed before it could write down what the keeper had answered.
    let made = cloud.aws().dynamodb_backups().create_backup().table_name(local::store::DATA_TABLE);
    let made = made.backup_name("local.2026-10-02.0200.1").send().await.unwrap().backup_details.unwrap().backup_arn;
    assert_eq!(strike(&cloud, "backup_take").await["done"], 1);
    assert_eq!(generations(&cloud).await[0]["tables"][0]["backup"], made);
    assert_eq!(kept(&cloud).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keeper_that_is_away_or_slow_leaves_the_good_ones_alone() {
    let cloud = TestCloud::start().await;
    take(&cloud).await;
    cloud.cloud.backups.set_fault(Some(BackupFault::Unavailable));
    assert_eq!(take(&cloud).await["code"], "temporarily_unavailable");
    cloud.cloud.backups.set_fault(Some(BackupFault::Slow));
    let outcome = cloud.invoke("backup_take", json!({ "scheduled_at": cloud.now() })).await;
    assert_eq!((&outcome["done"], &outcome["more"]), (&json!(0), &json!(true)), "{outcome}");
    // A day later the slow one is given up, and a new one begun.
    cloud.move_clock(TimeDelta::days(1));
    let _begun = cloud.invoke("backup_take", json!({ "scheduled_at": cloud.now() })).await;
    assert_eq!(states(&generations(&cloud).await), ["creating", "failed", "complete"]);
    cloud.cloud.backups.set_fault(None);
    assert_eq!(strike(&cloud, "backup_take").await["done"], 1);
    cloud.move_clock(next(cloud.now(), 5) - cloud.now());
    assert_eq!(strike(&cloud, "backup_prune").await["done"], 1);
    assert_eq!(states(&generations(&cloud).await), ["complete", "deleted", "complete"]);
    assert_eq!(kept(&cloud).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_half_made_is_gone_after_a_crash_and_its_generation_is_begun_anew() {
    let cloud = TestCloud::start().await;
    take(&cloud).await;
    let whole = cloud.directory().join("backups");
    let files: Vec<_> = std::fs::read_dir(&whole).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "nothing else is left: {files:?}");
    std::fs::write(whole.join("00001.copy"), b"half").unwrap();
    let restored = local::backups::LocalBackups::open(whole.clone(), cloud.cloud.database.clone()).map(drop);
    assert!(restored.is_ok() && !whole.join("00001.copy").exists());
    // The store's owner may lose a file while its generation is still being made: it fails, and the same day has another one.
    cloud.cloud.backups.set_fault(Some(BackupFault::Slow));
    cloud.move_clock(next(cloud.now(), 2) - cloud.now());
    let _creating = cloud.invoke("backup_take", json!({ "scheduled_at": cloud.now() })).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    for file in std::fs::read_dir(&whole).unwrap().map(|entry| entry.unwrap().path()).filter(|file| !files.contains(file)) {
        std::fs::remove_file(file).unwrap();
    }
    cloud.cloud.backups.set_fault(None);
    cloud.move_clock(TimeDelta::minutes(10));
    assert_eq!(cloud.invoke("backup_take", json!({ "scheduled_at": cloud.now() })).await["code"], "internal_error");
    cloud.move_clock(TimeDelta::minutes(10));
    assert_eq!(strike(&cloud, "backup_take").await["done"], 1);
    assert_eq!(states(&generations(&cloud).await), ["complete", "failed", "complete"]);
}
