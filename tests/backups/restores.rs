//! Restores: a generation becomes a table beside the one in use, is mended and checked, and is switched to.

use crate::drills::{DATA, drill, item, portfolio, remove};
use crate::{generations, next, strike, take};
use chrono::TimeDelta;
use local::cloud::Cloud;
use local::options::Options;
use serde_json::{Value, json};
use shared::key::SERVICE_RESTORES;
use std::time::Duration;
use tests::TestCloud;
use tests::support::directory::TemporaryDirectory;
use tests::support::faults::Faults;
use tests::support::store::{Dump, check_chains};

/// Calls once more for as long as the answer says so, as the operator's command line does.
pub async fn restore(cloud: &TestCloud, generation: &str) -> Value {
    for _ in 0..400 {
        let report = cloud.invoke("backup_restore", json!({ "generation": generation, "reason": "誤操作からの復旧" })).await;
        if report["more"] != true {
            return report;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the restore of {generation} comes to no end");
}

pub async fn newest(cloud: &TestCloud) -> String {
    generations(cloud).await[0]["id"].as_str().unwrap().to_owned()
}

/// What a switch takes of a report.
pub fn suffix(report: &Value) -> String {
    assert_eq!((&report["state"], &report["faults"]), (&json!("ready"), &json!({})), "{report}");
    let parameters = report["parameters"].as_str().unwrap_or_else(|| panic!("{report}"));
    let (suffix, stream) = parameters.strip_prefix("TableSuffix=").unwrap().split_once(" TableStream=").unwrap();
    assert!(!stream.is_empty() && stream.chars().all(|part| part.is_ascii_digit() || "T:.-".contains(part)), "{stream}");
    suffix.to_owned()
}

/// Without what every call of an operator and every restore leaves behind.
fn business(mut dump: Dump) -> Dump {
    let of_restores = |partition: &str| partition.starts_with("OPERATOR_PROOF#") || partition == SERVICE_RESTORES;
    dump.retain(|(_, partition, _), _| !of_restores(partition) && !partition.contains("#restore#"));
    dump
}

/// The entries of all decisions to restore.
async fn decisions(cloud: &TestCloud) -> Vec<String> {
    let dump = cloud.dump().await;
    let entries = dump.iter().filter(|((_, partition, sort), _)| partition.contains("#restore#") && sort.starts_with("TIMELINE#"));
    entries.map(|(_, item)| item["entry"]["operation"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_generation_is_restored_beside_the_table_in_use_and_switched_to() {
    let cloud = TestCloud::start().await;
    let (policy, paid) = portfolio(&cloud).await;
    take(&cloud).await;
    let generation = newest(&cloud).await;
    let since = cloud.claim_draft(&policy).await;
    let before = business(cloud.dump().await);
    let report = restore(&cloud, &generation).await;
    let suffix = suffix(&report);
    assert_eq!(suffix, format!("-restored-{generation}.1"));
    assert_eq!((&report["mended"], &report["to_erase_again"], &report["looked_at"]), (&json!(0), &json!(0), &report["of"]), "{report}");
    assert_eq!(business(cloud.dump().await), before, "the table in use is as it was");
    assert_eq!(decisions(&cloud).await, ["restore_instructed", "restore_ready"]);
    // What a restore leaves out is there.
    let restored = format!("{DATA}{suffix}");
    let (store, keeper) = (cloud.dynamodb(), cloud.aws().dynamodb_backups());
    let described = store.describe_table().table_name(&restored).send().await.unwrap().table.unwrap();
    assert!(described.deletion_protection_enabled == Some(true) && described.stream_specification.unwrap().stream_enabled);
    let expiry = store.describe_time_to_live().table_name(&restored).send().await.unwrap().time_to_live_description.unwrap();
    assert_eq!(expiry.attribute_name.as_deref(), Some("ttl"));
    let continuous = keeper.describe_continuous_backups().table_name(&restored).send().await.unwrap();
    assert!(format!("{continuous:?}").contains("point_in_time_recovery_status: Some(Enabled)"), "{continuous:?}");
    // One that is ready isn't made again.
    assert_eq!(restore(&cloud, &generation).await, report);

    let cloud = cloud.switched_to(&suffix).await;
    let viewer = cloud.actor("viewer@demo.example").await;
    assert_eq!(viewer.get(&format!("/api/claims/{paid}")).await.expect(200).json["diagnosis"], "外耳炎");
    let _lost = viewer.get(&format!("/api/claims/{since}")).await.expect(404);
    let listed = cloud.invoke("backup_list", json!({})).await;
    assert_eq!((&listed["restores"][0]["phase"], &listed["generations"][0]["id"]), (&json!("ready"), &json!(generation)), "{listed}");
    assert_eq!(decisions(&cloud).await, ["restore_instructed", "restore_ready"]);
    // From now on it is this table that is backed up, drilled and restored.
    assert_eq!(drill(&cloud).await["passed"], true);
    let generations = generations(&cloud).await;
    let backup = generations[0]["tables"][0]["backup"].as_str().unwrap();
    assert!(backup.contains(&format!("table/{restored}/backup/")) && generations.len() == 2, "{backup}");
    let again = restore(&cloud, &generation).await;
    assert_eq!(self::suffix(&again), format!("-restored-{generation}.2"), "the table in use is none to restore into");
    check_chains(&cloud.dump().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_that_is_killed_at_every_step_comes_to_the_same_end() {
    let faults = Faults::new();
    let cloud = TestCloud::start_with(|options| faults.install(options)).await;
    portfolio(&cloud).await;
    take(&cloud).await;
    let generation = newest(&cloud).await;
    let (mut killed, mut calls, mut report) = (0, 0, Value::Null);
    // Each step is cut off twice: before it is recorded, and when it was and nobody knows.
    while report["state"] != "ready" || report["more"] == true {
        match calls % 3 {
            0 => faults.conflicts(6),
            1 => faults.lose_reply(),
            _ => {}
        }
        let input = json!({ "generation": generation, "reason": "誤操作からの復旧" });
        let answer = cloud.invoke("backup_restore", input).await;
        faults.none();
        match answer["code"].as_str() {
            Some(code) => {
                assert_eq!(code, "temporarily_unavailable", "{answer}");
                killed += 1;
            }
            None => report = answer,
        }
        // Late, too.
        cloud.move_clock(TimeDelta::minutes(40));
        calls += 1;
        assert!(calls < 400, "it comes to no end");
    }
    suffix(&report);
    assert_eq!(report["looked_at"], report["of"], "{report}");
    assert!(killed >= 3, "{killed}");
    assert_eq!(decisions(&cloud).await, ["restore_instructed", "restore_ready"]);
    let tables = cloud.dynamodb().list_tables().send().await.unwrap().table_names.unwrap();
    assert_eq!(tables.len(), 3, "{tables:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_backup_caught_half_is_mended() {
    let cloud = TestCloud::start().await;
    let (policy, _) = portfolio(&cloud).await;
    cloud.move_clock(next(cloud.now(), 2) - TimeDelta::minutes(3) - cloud.now());
    let [without_entry, without_record] = [cloud.claim_draft(&policy).await, cloud.claim_draft(&policy).await];
    let place = |claim: &str| format!("#claim#{claim}");
    let draft = item(&cloud, DATA, &place(&without_record), "RECORD").await;
    let organization = draft["pk"].as_str().unwrap().split('#').next().unwrap().to_owned();
    let head = item(&cloud, DATA, &format!("{organization}#timeline_log"), "HEAD").await;
    cloud.move_clock(next(cloud.now(), 2) - cloud.now());
    // As a backup has them that caught one item before its transaction and the other after it.
    assert!(cloud.invoke("timeline_seal", Value::Null).await["done"].as_u64().unwrap() >= 1);
    cloud.overwrite(DATA, &head).await;
    for claim in [&without_entry, &without_record] {
        cloud.submit(&policy, claim).await;
    }
    remove(&cloud, DATA, &item(&cloud, DATA, &place(&without_entry), "TIMELINE#0000000002").await).await;
    cloud.overwrite(DATA, &draft).await;
    let nobody = cloud.claim_draft(&policy).await;
    remove(&cloud, DATA, &item(&cloud, DATA, &place(&nobody), "RECORD").await).await;
    strike(&cloud, "backup_take").await;

    let generation = newest(&cloud).await;
    let report = restore(&cloud, &generation).await;
    assert_eq!(report["mended"], 4, "a record, an end of a timeline, an entry and a log: {report}");
    let cloud = cloud.switched_to(&suffix(&report)).await;
    check_chains(&cloud.dump().await);
    let viewer = cloud.actor("viewer@demo.example").await;
    let operations = async |claim: &str| {
        let timeline = viewer.get(&format!("/api/claims/{claim}/timeline")).await.expect(200);
        timeline.json["items"].as_array().unwrap().iter().map(|entry| entry["operation"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(operations(&without_entry).await, ["claim_created", "record_mended"]);
    assert_eq!(operations(&without_record).await, ["claim_created"]);
    let shown = async |claim: &str| viewer.get(&format!("/api/claims/{claim}")).await.expect(200).json["state"].clone();
    assert_eq!((shown(&without_entry).await, shown(&without_record).await), (json!("submitted"), json!("draft")));
    // The log grows from where it is whole, and a drill finds nothing torn.
    cloud.move_clock(TimeDelta::minutes(5));
    let sealed = cloud.invoke("timeline_seal", Value::Null).await;
    assert!(sealed["done"].as_u64().unwrap() >= 1 && sealed["failed"] == 0, "{sealed}");
    let report = drill(&cloud).await;
    assert_eq!((&report["passed"], &report["findings"]["repaired"]), (&json!(true), &json!(0)), "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_erased_since_is_erased_again_after_the_switch() {
    let cloud = TestCloud::start().await;
    let me = cloud.actor("administrator@other.example").await.get("/api/me").await.expect(200);
    let organization = me.json["organization"]["id"].as_str().unwrap().to_owned();
    take(&cloud).await;
    let generation = newest(&cloud).await;
    crate::drills::erase(&cloud, &organization).await;
    let left = async |cloud: &TestCloud| {
        // The ledger outlives the organization that it names.
        let ledger = [shared::key::SERVICE_ERASURES, shared::key::SERVICE_ERASED];
        let dump = cloud.dump().await.into_iter().filter(|((_, partition, _), _)| !ledger.contains(&partition.as_str()));
        dump.filter(|(place, item)| format!("{place:?} {item}").contains(&organization)).map(|(place, _)| place).collect::<Vec<_>>()
    };
    assert_eq!(left(&cloud).await, []);
    let report = restore(&cloud, &generation).await;
    assert!(report["to_erase_again"].as_u64().unwrap() > 20, "{report}");
    let cloud = cloud.switched_to(&suffix(&report)).await;
    assert!(left(&cloud).await.len() > 20, "the restored table has it again");
    assert_eq!(cloud.invoke("erasure_replay", json!({})).await["done"], 1);
    assert_eq!(cloud.invoke("erasure_run", Value::Null).await["done"], 1);
    assert_eq!(left(&cloud).await, []);
    let _others_work_on = cloud.actor("viewer@demo.example").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_finds_a_fault_fails_and_says_where() {
    let cloud = TestCloud::start().await;
    let (_, claim) = portfolio(&cloud).await;
    let mut record = item(&cloud, DATA, &format!("#claim#{claim}"), "RECORD").await;
    record["data"]["state"] = json!("approved");
    cloud.overwrite(DATA, &record).await;
    take(&cloud).await;
    let generation = newest(&cloud).await;
    let failed = restore(&cloud, &generation).await;
    assert_eq!(
        (&failed["state"], &failed["faults"], &failed["parameters"]),
        (&json!("failed"), &json!({ "record_changed": 1 }), &json!(null))
    );
    assert!(failed["places"][0]["place"].as_str().unwrap().contains(&claim), "{failed}");
    assert_eq!(decisions(&cloud).await, ["restore_instructed", "restore_failed"]);
    // The next is another one, and finds the same.
    let again = restore(&cloud, &generation).await;
    assert_eq!((again["restore"].as_str(), &again["state"]), (Some(format!("{generation}.2").as_str()), &json!("failed")));

    let backup = generations(&cloud).await[0]["tables"][0]["backup"].as_str().unwrap().to_owned();
    cloud.aws().dynamodb_backups().delete_backup().backup_arn(backup).send().await.unwrap();
    assert_eq!(restore(&cloud, &generation).await["faults"], json!({ "backup_gone": 1 }));
    let refused = async |generation: &str| {
        let answer = cloud.invoke("backup_restore", json!({ "generation": generation, "reason": "誤操作" })).await;
        answer["errors"][0]["code"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
    };
    assert_eq!(refused("2026-10-02").await, "generation_unknown");
    cloud.cloud.backups.set_fault(Some(local::backups::BackupFault::Slow));
    cloud.move_clock(next(cloud.now(), 2) - cloud.now());
    let _creating = cloud.invoke("backup_take", json!({ "scheduled_at": cloud.now() })).await;
    assert_eq!(refused(&newest(&cloud).await).await, "generation_not_complete");
}

#[tokio::test]
async fn a_table_that_was_never_restored_is_not_switched_to() {
    let directory = TemporaryDirectory::new();
    let table_suffix = "-restored-2026-10-02.0200.1.1".to_owned();
    let refused = Cloud::start(Options { table_suffix, schedule: false, ..Options::at(directory.path().to_owned()) }).await;
    assert!(refused.err().unwrap().to_string().contains("There is no table local-data-restored-2026-10-02.0200.1.1 (TABLE_SUFFIX)"));
    let other = Options::from_environment(|name| (name == "TABLE_SUFFIX").then(|| "-drill-1".to_owned()));
    assert_eq!(other.err(), Some("TABLE_SUFFIX must begin with -restored-".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_charged_since_the_backup_is_found_and_not_charged_again() {
    let cloud = TestCloud::start().await;
    // One premium isn't made yet when the backup is, and one has failed and will be tried again.
    let (fresh, failed) = (cloud.policy().await, cloud.policy().await);
    for policy in [&fresh, &failed] {
        cloud.card(policy.domain, &policy.policyholder).await;
    }
    let _plan = cloud.premium_plan(&failed).await;
    let member = cloud.card_member(&failed).await;
    cloud.cloud.escott.decline(&member, Some("G55"));
    let _run = cloud.invoke("premium_charge", Value::Null).await;
    let _plan = cloud.premium_plan(&fresh).await;
    take(&cloud).await;
    let generation = newest(&cloud).await;

    cloud.cloud.escott.decline(&member, None);
    let mut names = Vec::new();
    for _ in 0..10 {
        let _run = cloud.invoke("premium_charge", Value::Null).await;
        let premiums = [cloud.premiums(&fresh).await, cloud.premiums(&failed).await].concat();
        names = premiums.iter().map(|premium| premium["id"].as_str().unwrap().to_owned()).collect();
        if premiums.len() == 2 && premiums.iter().all(|premium| premium["state"] == "charged") {
            break;
        }
        cloud.move_clock(TimeDelta::days(1));
    }
    let charged = |cloud: &TestCloud| names.iter().map(|name| cloud.cloud.escott.charges(name).len()).collect::<Vec<_>>();
    assert_eq!(charged(&cloud), [1, 1]);

    let suffix = suffix(&restore(&cloud, &generation).await);
    let cloud = cloud.switched_to(&suffix).await;
    for _ in 0..10 {
        let _run = cloud.invoke("premium_charge", Value::Null).await;
        cloud.move_clock(TimeDelta::hours(12));
    }
    assert_eq!(charged(&cloud), [1, 1], "charged again");
    for (policy, name) in [&fresh, &failed].into_iter().zip(&names) {
        let premium = cloud.premiums(policy).await.pop().unwrap();
        assert_eq!((&premium["id"], &premium["state"]), (&json!(name), &json!("charged")), "{premium}");
    }
}
