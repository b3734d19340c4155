//! Drills of long timelines, whose logs have more than one tile.

use crate::drills::{DATA, drill, found, item, portfolio};
use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::TestCloud;

#[tokio::test(flavor = "multi_thread")]
async fn a_log_of_more_entries_than_a_tile_holds_is_whole_until_somebody_touches_it() {
    let cloud = TestCloud::start().await;
    portfolio(&cloud).await;
    for _ in 0..proof::tiles::TILE {
        cloud.policyholder().await;
    }
    cloud.move_clock(TimeDelta::minutes(5));
    assert!(cloud.invoke("timeline_seal", Value::Null).await["done"].as_u64().unwrap() >= 1);
    let report = drill(&cloud).await;
    assert_eq!((&report["passed"], found(&report)), (&json!(true), vec![]), "{report}");
    let tile = item(&cloud, DATA, "#timeline_log", "TILE#1#000000000000").await;
    let mut changed = tile.clone();
    for hash in changed["hashes"].as_array_mut().unwrap() {
        *hash = json!("0".repeat(64));
    }
    cloud.overwrite(DATA, &changed).await;
    assert_eq!(found(&drill(&cloud).await), ["log_broken"]);
}
