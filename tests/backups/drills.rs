//! Drills: what is restored is looked at item by item and timeline by timeline, and dropped.

use crate::{kept, next, states, strike, take};
use chrono::{Datelike, TimeDelta, Weekday};
use serde_json::{Value, json};
use shared::ports::Metric;
use tests::TestCloud;
use tests::support::faults::Faults;
use tests::support::fixtures::PolicyFixture;

pub const DATA: &str = local::store::DATA_TABLE;
const KEYS: &str = local::store::KEYS_TABLE;

/// Claims in several states, and a sealed timeline.
pub async fn portfolio(cloud: &TestCloud) -> (PolicyFixture, String) {
    let policy = cloud.policy().await;
    let paid = cloud.claim_paid(&policy).await;
    cloud.claim_submitted(&policy).await;
    cloud.move_clock(TimeDelta::minutes(5));
    assert!(cloud.invoke("timeline_seal", Value::Null).await["done"].as_u64().unwrap() >= 1);
    (policy, paid)
}

async fn to_sunday(cloud: &TestCloud) {
    cloud.move_clock(next(cloud.now(), 4) - cloud.now());
    while cloud.now().weekday() != Weekday::Sun {
        cloud.move_clock(TimeDelta::days(1));
    }
}

pub async fn reports(cloud: &TestCloud) -> Vec<Value> {
    cloud.invoke("backup_list", json!({})).await["drills"].as_array().unwrap().clone()
}

/// The next Sunday's drill, of a generation that is taken before.
pub async fn drill(cloud: &TestCloud) -> Value {
    let before = tables(cloud).await;
    assert_eq!(take(cloud).await["done"], 1);
    to_sunday(cloud).await;
    strike(cloud, "backup_drill").await;
    let report = reports(cloud).await.swap_remove(0);
    assert_eq!(report["phase"], "ended", "{report}");
    assert_eq!(tables(cloud).await, before, "the tables are dropped");
    report
}

async fn tables(cloud: &TestCloud) -> Vec<String> {
    cloud.dynamodb().list_tables().send().await.unwrap().table_names.unwrap()
}

pub fn found(report: &Value) -> Vec<String> {
    report["findings"]["faults"].as_object().unwrap().keys().cloned().collect()
}

pub async fn item(cloud: &TestCloud, table: &str, partition: &str, sort: &str) -> Value {
    let dump = cloud.dump().await;
    let mut found = dump.iter().filter(|((of, pk, sk), _)| of == table && pk.contains(partition) && sk == sort);
    found.next().unwrap_or_else(|| panic!("{partition} / {sort}")).1.clone()
}

pub async fn remove(cloud: &TestCloud, table: &str, item: &Value) {
    let key = serde_dynamo::to_item(json!({ "pk": item["pk"], "sk": item["sk"] })).unwrap();
    cloud.dynamodb().delete_item().table_name(table).set_key(Some(key)).send().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_generation_of_real_claims_is_restored_looked_at_and_dropped() {
    let cloud = TestCloud::start().await;
    assert_eq!(strike(&cloud, "backup_drill").await["done"], 0, "there is nothing to restore yet");
    portfolio(&cloud).await;
    let report = drill(&cloud).await;
    let findings = &report["findings"];
    assert_eq!((&report["passed"], found(&report)), (&json!(true), vec![]), "{report}");
    for (kind, least) in [("claim", 2), ("policy", 1), ("payout", 1), ("timeline_entry", 30), ("timeline_seals", 1)] {
        assert!(findings["items"][kind].as_u64().unwrap() >= least, "{kind}: {findings}");
    }
    let number = |name: &str| findings[name].as_u64().unwrap();
    assert!(number("opened") > 50 && number("chains") > 15 && number("seals") >= 1, "{findings}");
    assert_eq!((number("repaired"), number("to_erase_again")), (0, 0));
    let (generation, drills) = {
        let listed = cloud.invoke("backup_list", json!({})).await;
        (listed["generations"][0].clone(), listed["drills"].clone())
    };
    assert_eq!((&report["generation"], &report["recovery_point"]), (&generation["id"], &generation["started_at"]));
    assert_eq!(report["counted"], json!({ "data": generation["tables"][0]["items"]["items"] }), "{report}");
    assert!((0..3_600).contains(&report["recovery_seconds"].as_i64().unwrap()));
    for personal in ["外耳炎", "ポチ", "@demo.example"] {
        assert!(!drills.to_string().contains(personal), "{personal}");
    }
    assert_eq!(cloud.cloud.metrics.latest(Metric::FailedDrills, None), Some(0.0));
    // Once for its time, by the clock and by hand; and a week later again.
    assert_eq!(strike(&cloud, "backup_drill").await["done"], 0);
    assert_eq!(cloud.invoke("backup_drill", json!({})).await["done"], 0);
    assert_eq!(drill(&cloud).await["passed"], true);
    assert_eq!(reports(&cloud).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_removed_or_put_there_is_found() {
    let cloud = TestCloud::start().await;
    let (_, claim) = portfolio(&cloud).await;
    let claim = format!("#claim#{claim}");

    let record = item(&cloud, DATA, &claim, "RECORD").await;
    let mut changed = record.clone();
    changed["data"]["state"] = json!("approved");
    cloud.overwrite(DATA, &changed).await;
    let report = drill(&cloud).await;
    assert_eq!((&report["passed"], found(&report)), (&json!(false), vec!["record_changed".to_owned()]), "{report}");
    assert!(report["findings"]["places"][0]["place"].as_str().unwrap().contains(&claim));
    assert_eq!(cloud.cloud.metrics.latest(Metric::FailedDrills, None), Some(1.0));
    cloud.overwrite(DATA, &record).await;

    let last = item(&cloud, DATA, &claim, &format!("TIMELINE#{:010}", record["version"].as_u64().unwrap())).await;
    remove(&cloud, DATA, &last).await;
    // The record has no such entry, and the log has a leaf of it.
    assert_eq!(found(&drill(&cloud).await), ["chain_broken", "log_broken"]);
    cloud.overwrite(DATA, &last).await;

    let (mut foreign, mut unknown) =
        (item(&cloud, DATA, "ORGANIZATIONS", record["pk"].as_str().unwrap().split('#').next().unwrap()).await, json!({}));
    foreign["sk"] = json!("org_00000000000000000000000001");
    (unknown["pk"], unknown["sk"]) = (json!("INTRUDER"), json!("1"));
    for item in [&foreign, &unknown] {
        cloud.overwrite(DATA, item).await;
    }
    assert_eq!(found(&drill(&cloud).await), ["kind_unknown", "organization_unknown"]);
    for item in [&foreign, &unknown] {
        remove(&cloud, DATA, item).await;
    }

    let mut sealed = record.clone();
    let text = sealed["data"]["diagnosis"]["$sealed"].as_str().unwrap().to_owned();
    sealed["data"]["diagnosis"]["$sealed"] =
        json!(format!("{}{}", &text[..text.len() - 2], if text.ends_with("AA") { "BA" } else { "AA" }));
    cloud.overwrite(DATA, &sealed).await;
    assert_eq!(found(&drill(&cloud).await), ["personal_unreadable", "record_changed"]);
    cloud.overwrite(DATA, &record).await;

    let seal = item(&cloud, DATA, "#timeline_log", "HEAD").await;
    let through = seal["through"].as_str().unwrap();
    let mut forged = item(&cloud, DATA, "#timeline_seals", through).await;
    let honest = forged.clone();
    forged["signed"]["seal"]["number"] = json!(7);
    cloud.overwrite(DATA, &forged).await;
    assert_eq!(found(&drill(&cloud).await), ["seal_broken"]);
    cloud.overwrite(DATA, &honest).await;

    assert_eq!(drill(&cloud).await["passed"], true, "all of it is as it was");
    let organization = record["pk"].as_str().unwrap().split('#').next().unwrap();
    let mut keys = item(&cloud, KEYS, organization, "data").await;
    keys["versions"] = json!({});
    cloud.overwrite(KEYS, &keys).await;
    let report = drill(&cloud).await;
    assert_eq!(found(&report), ["personal_unreadable"]);
    assert_eq!(report["findings"]["places"].as_array().unwrap().len(), 20, "the first of them are named");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_generation_is_deleted_until_a_drill_passes_again() {
    let cloud = TestCloud::start().await;
    for _ in 0..8 {
        take(&cloud).await;
    }
    let stray = json!({ "pk": "INTRUDER", "sk": "1" });
    cloud.overwrite(DATA, &stray).await;
    assert_eq!(drill(&cloud).await["passed"], false);
    cloud.move_clock(next(cloud.now(), 5) - cloud.now());
    let refused = strike(&cloud, "backup_prune").await;
    assert_eq!((&refused["done"], &refused["failed"]), (&json!(0), &json!(1)));
    assert_eq!(kept(&cloud).await.len(), 9);
    assert_eq!(cloud.cloud.metrics.latest(Metric::FailedDrills, None), Some(1.0));
    // What was wrong is put right, and the operator doesn't wait for the next Sunday.
    remove(&cloud, DATA, &stray).await;
    take(&cloud).await;
    let mut outcome = cloud.invoke("backup_drill", json!({})).await;
    while outcome["more"] == true {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        outcome = cloud.invoke("backup_drill", json!({})).await;
    }
    let (report, before) = (&reports(&cloud).await[0], &reports(&cloud).await[1]);
    assert_eq!((&report["passed"], &report["attempt"], &before["passed"]), (&json!(true), &json!(2), &json!(false)), "{report}");
    cloud.move_clock(next(cloud.now(), 5) - cloud.now());
    assert_eq!(strike(&cloud, "backup_prune").await["done"], 3);
    assert_eq!(kept(&cloud).await.len(), 7);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drill_that_is_killed_at_every_step_counts_nothing_twice() {
    let faults = Faults::new();
    let cloud = TestCloud::start_with(|options| faults.install(options)).await;
    portfolio(&cloud).await;
    take(&cloud).await;
    to_sunday(&cloud).await;
    let (mut killed, mut strokes) = (0, 0);
    // Each step is cut off twice: before it is committed, and when it was and nobody knows.
    while reports(&cloud).await.first().is_none_or(|report| report["phase"] != "ended") {
        if strokes % 2 == 0 {
            faults.conflicts(6)
        } else {
            faults.lose_reply()
        }
        let outcome = cloud.invoke("backup_drill", json!({})).await;
        faults.none();
        killed += u32::from(outcome["code"] == "temporarily_unavailable");
        strokes += 1;
        assert!(strokes < 400, "it comes to no end");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let listed = cloud.invoke("backup_list", json!({})).await;
    let (report, generation) = (&listed["drills"][0], &listed["generations"][0]);
    assert_eq!((&report["passed"], listed["drills"].as_array().unwrap().len()), (&json!(true), 1), "{report}");
    assert_eq!(report["counted"]["data"], generation["tables"][0]["items"]["items"]);
    let items: u64 = report["findings"]["items"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(items, report["counted"]["data"].as_u64().unwrap());
    assert!(killed >= 12, "{killed}");
    assert_eq!(tables(&cloud).await, [DATA, KEYS]);
}

#[tokio::test(flavor = "multi_thread")]
async fn halves_of_a_transaction_of_the_time_of_the_backup_are_no_fault() {
    let cloud = TestCloud::start().await;
    let (policy, _) = portfolio(&cloud).await;
    let [without_entry, without_record] =
        [cloud.claim_draft(&policy).await, cloud.claim_draft(&policy).await].map(|id| format!("#claim#{id}"));
    cloud.move_clock(next(cloud.now(), 2) - cloud.now());
    let draft = item(&cloud, DATA, &without_record, "RECORD").await;
    for claim in [&without_entry, &without_record] {
        cloud.submit(&policy, claim.trim_start_matches("#claim#")).await;
    }
    // As a backup has it that caught the one item before the transaction and the other after it.
    let entry = item(&cloud, DATA, &without_entry, "TIMELINE#0000000002").await;
    remove(&cloud, DATA, &entry).await;
    cloud.overwrite(DATA, &draft).await;
    strike(&cloud, "backup_take").await;
    to_sunday(&cloud).await;
    strike(&cloud, "backup_drill").await;
    let report = reports(&cloud).await.swap_remove(0);
    assert_eq!((&report["passed"], &report["findings"]["repaired"]), (&json!(true), &json!(2)), "{report}");
    // A day later the same is a fault.
    let report = drill(&cloud).await;
    assert_eq!((&report["passed"], &report["findings"]["faults"]["chain_broken"]), (&json!(false), &json!(2)), "{report}");
}

/// Ends an organization's contract and erases it.
pub async fn erase(cloud: &TestCloud, organization: &str) {
    assert_eq!(cloud.invoke("contract_end", json!({ "organization": organization })).await["state"], "ended");
    cloud.invoke("contract_sweep", Value::Null).await;
    let instruction = json!({ "organization": organization, "document": "消去依頼書", "instructed_by": "情報システム部長" });
    let erasure = cloud.invoke("erasure_instruct", instruction).await;
    let named = json!({ "organization": organization, "erasure": erasure["id"] });
    assert_eq!(cloud.invoke_as("bob", "erasure_countersign", named).await["state"], "countersigned");
    cloud.move_clock(TimeDelta::hours(24));
    assert_eq!(cloud.invoke("erasure_run", Value::Null).await["done"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_would_be_erased_again_is_counted_and_isnt_opened() {
    let cloud = TestCloud::start().await;
    let me = cloud.actor("administrator@other.example").await.get("/api/me").await.expect(200);
    let organization = me.json["organization"]["id"].clone();
    take(&cloud).await;
    erase(&cloud, organization.as_str().unwrap()).await;
    // No generation is newer than the one that still has it.
    to_sunday(&cloud).await;
    strike(&cloud, "backup_drill").await;
    let report = reports(&cloud).await.swap_remove(0);
    assert_eq!((&report["passed"], found(&report)), (&json!(true), vec![]), "{report}");
    assert!(report["findings"]["to_erase_again"].as_u64().unwrap() > 20, "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drill_whose_backup_is_gone_or_that_comes_to_no_end_fails() {
    let cloud = TestCloud::start().await;
    take(&cloud).await;
    let listed = cloud.invoke("backup_list", json!({})).await;
    let lost = listed["generations"][0]["tables"][0]["backup"].as_str().unwrap();
    cloud.aws().dynamodb_backups().delete_backup().backup_arn(lost).send().await.unwrap();
    to_sunday(&cloud).await;
    strike(&cloud, "backup_drill").await;
    let report = reports(&cloud).await.swap_remove(0);
    assert_eq!((&report["passed"], found(&report)), (&json!(false), vec!["backup_gone".to_owned()]));
    assert_eq!(tables(&cloud).await, [DATA, KEYS]);
    // The keeper is away from the beginning of the next one on, for two days.
    take(&cloud).await;
    to_sunday(&cloud).await;
    cloud.cloud.backups.set_fault(Some(local::backups::BackupFault::Unavailable));
    assert_eq!(cloud.invoke("backup_drill", json!({ "scheduled_at": cloud.now() })).await["code"], "temporarily_unavailable");
    cloud.move_clock(TimeDelta::hours(49));
    assert_eq!(cloud.invoke("backup_drill", json!({ "scheduled_at": cloud.now() })).await["code"], "temporarily_unavailable");
    cloud.cloud.backups.set_fault(None);
    strike(&cloud, "backup_drill").await;
    let report = reports(&cloud).await.swap_remove(0);
    assert_eq!((&report["passed"], found(&report)), (&json!(false), vec!["unfinished".to_owned()]), "{report}");
    assert_eq!(states(&crate::generations(&cloud).await), ["complete"; 2]);
}
