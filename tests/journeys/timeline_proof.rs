//! The tamper-evident timeline (WP10, WP15): sealed, exported, and verified by a program that has the public key alone.

use aws_sdk_dynamodb::types::AttributeValue;
use chrono::TimeDelta;
use proof::{Digest, PublicKey, SignedSeal, tree};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Command;
use tests::support::programs::program;
use tests::{Actor, TestCloud};
use tokio::task::JoinSet;

/// Makes what happened so far old enough, and seals it.
async fn seal(cloud: &TestCloud) -> Value {
    cloud.move_clock(TimeDelta::minutes(3));
    cloud.invoke("timeline_seal", Value::Null).await
}

async fn administrator(cloud: &TestCloud) -> Actor {
    cloud.actor("administrator@demo.example").await
}

async fn seals(cloud: &TestCloud) -> Vec<SignedSeal> {
    let listed = administrator(cloud).await.get("/api/timeline/seals?limit=100").await.expect(200).json["items"].take();
    serde_json::from_value(listed).unwrap()
}

async fn public_key(cloud: &TestCloud) -> String {
    administrator(cloud).await.get("/api/timeline/public-key").await.expect(200).json["pem"].as_str().unwrap().to_owned()
}

async fn download(link: &Value) -> Vec<u8> {
    let client = tests::support::cloud::client();
    let reply = client.get(link.as_str().unwrap()).send().await.unwrap();
    assert_eq!(reply.status().as_u16(), 200);
    reply.bytes().await.unwrap().to_vec()
}

/// Exports today and returns the JSON Lines and the table.
async fn export(cloud: &TestCloud) -> (Vec<u8>, String) {
    let period = json!({ "from": cloud.today(), "to": cloud.today() });
    let made = administrator(cloud).await.post("/api/timeline/exports", period).await.expect(201).json;
    (download(&made["json_lines"]).await, String::from_utf8(download(&made["csv"]).await).unwrap())
}

/// A file in the cloud's own directory.
fn file(cloud: &TestCloud, name: &str, content: &[u8]) -> PathBuf {
    let path = cloud.directory().join(name);
    std::fs::write(&path, content).unwrap();
    path
}

/// What the verifier answers, and its exit code.
async fn verified(cloud: &TestCloud, export: &[u8], earlier: Option<&SignedSeal>) -> (i32, String) {
    let mut command = Command::new(program("timeline-verify", "TIMELINE_VERIFY_PROGRAM"));
    command.arg("--public-key").arg(file(cloud, "key.pem", public_key(cloud).await.as_bytes()));
    if let Some(seal) = earlier {
        command.arg("--earlier-seal").arg(file(cloud, "seal.json", &serde_json::to_vec(seal).unwrap()));
    }
    let output = command.arg(file(cloud, "export.jsonl", export)).output().unwrap();
    let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    (output.status.code().unwrap(), text)
}

/// The stored item of an entry, as it lies in the raw store.
async fn stored(cloud: &TestCloud, record: &str, sequence: u64) -> (String, String) {
    let sort = format!("TIMELINE#{sequence:010}");
    let dump = cloud.dump().await;
    let found = dump.keys().find(|(_, partition, place)| partition.ends_with(record) && *place == sort);
    let (_, partition, sort) = found.unwrap_or_else(|| panic!("{record} has no entry {sequence}"));
    (partition.clone(), sort.clone())
}

fn key((partition, sort): &(String, String)) -> [(&'static str, AttributeValue); 2] {
    [("pk", AttributeValue::S(partition.clone())), ("sk", AttributeValue::S(sort.clone()))]
}

async fn change_request(cloud: &TestCloud, place: &(String, String), request: &str) {
    let [partition, sort] = key(place);
    let update = cloud.dynamodb().update_item().table_name(local::store::DATA_TABLE).key(partition.0, partition.1).key(sort.0, sort.1);
    let update = update.update_expression("SET #entry.#request = :request");
    let update = update.expression_attribute_names("#entry", "entry").expression_attribute_names("#request", "request");
    update.expression_attribute_values(":request", AttributeValue::S(request.into())).send().await.unwrap();
}

async fn remove(cloud: &TestCloud, place: &(String, String)) {
    let [partition, sort] = key(place);
    let delete = cloud.dynamodb().delete_item().table_name(local::store::DATA_TABLE).key(partition.0, partition.1);
    delete.key(sort.0, sort.1).send().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_timeline_is_intact_until_somebody_touches_the_store() {
    let cloud = TestCloud::start().await;
    let claim = cloud.claim_paid(&cloud.policy().await).await;
    let first = seal(&cloud).await;
    assert_eq!(first["done"], 2, "one for each organization: {first}");
    assert_eq!(seal(&cloud).await["done"], 0, "nothing happened since");
    let kept = seals(&cloud).await.remove(0);
    let claim = (claim, cloud.claim_submitted(&cloud.policy().await).await);
    seal(&cloud).await;
    let (lines, table) = export(&cloud).await;
    let (code, text) = verified(&cloud, &lines, Some(&kept)).await;
    assert!(code == 0 && text.contains("intact"), "{code} {text}");
    assert!(table.starts_with("\u{feff}日時,") && table.contains("保険金請求の受付") && table.contains(&claim.0));

    let place = stored(&cloud, &claim.0, 2).await;
    let entry = administrator(&cloud).await.get(&format!("/api/timeline/proof?record_kind=claim&record_id={}&sequence=2", claim.0)).await;
    let request = entry.expect(200).json["entry"]["request"].as_str().unwrap().to_owned();
    change_request(&cloud, &place, "req_forged").await;
    let (code, text) = verified(&cloud, &export(&cloud).await.0, None).await;
    assert!(code == 1 && text.contains("changed") && text.contains(&format!("claim {} #2", claim.0)), "{code} {text}");
    let altered = administrator(&cloud).await.get(&format!("/api/timeline/proof?record_kind=claim&record_id={}&sequence=2", claim.0)).await;
    assert_eq!(altered.expect(409).code(), "timeline_entry_altered");

    change_request(&cloud, &place, &request).await;
    let (code, text) = verified(&cloud, &export(&cloud).await.0, Some(&kept)).await;
    assert_eq!(code, 0, "{text}");

    remove(&cloud, &place).await;
    let (code, text) = verified(&cloud, &export(&cloud).await.0, None).await;
    assert!(code == 1 && text.contains("removed") && text.contains(&format!("claim {} #2", claim.0)), "{code} {text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_verifier_says_what_it_cant_use() {
    let cloud = TestCloud::start().await;
    seal(&cloud).await;
    let (lines, _) = export(&cloud).await;
    assert_eq!(verified(&cloud, &lines, None).await.0, 0);
    assert_eq!(verified(&cloud, b"no export", None).await.0, 2);
    let mut foreign = seals(&cloud).await.remove(0);
    foreign.seal.tree_size += 1;
    assert_eq!(verified(&cloud, &lines, Some(&foreign)).await.0, 2, "a seal that nobody signed");
    let mut cut = lines.clone();
    cut.truncate(lines.len() / 2);
    assert_eq!(verified(&cloud, &cut, None).await.0, 1);
    let usage = Command::new(program("timeline-verify", "TIMELINE_VERIFY_PROGRAM")).output().unwrap();
    assert_eq!(usage.status.code(), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_is_proven_to_lie_under_a_seal() {
    let cloud = TestCloud::start().await;
    let policyholder = cloud.policyholder().await;
    let path = format!("/api/timeline/proof?record_kind=policyholder&record_id={policyholder}&sequence=1");
    let viewer = cloud.actor("viewer@demo.example").await;
    assert_eq!(viewer.get(&path).await.expect(409).code(), "timeline_not_sealed_yet");
    seal(&cloud).await;
    let proven = viewer.get(&path).await.expect(200).json;
    let field = |name: &str| proven[name].clone();
    let (leaf, path_up): (Digest, Vec<Digest>) =
        (serde_json::from_value(field("leaf_hash")).unwrap(), serde_json::from_value(field("proof")).unwrap());
    let seal: SignedSeal = serde_json::from_value(field("seal")).unwrap();
    assert!(seal.holds(&PublicKey::from_pem(&public_key(&cloud).await).unwrap()));
    assert_eq!(proof::Leaf::of_entry(&field("entry")).unwrap().digest(), leaf);
    let position = field("position").as_u64().unwrap();
    assert!(tree::is_included(&leaf, position, seal.seal.tree_size, &path_up, &seal.seal.root));
    for (query, status) in [("sequence=9", 404), ("sequence=0", 422), ("sequence=x", 422)] {
        let wrong = format!("/api/timeline/proof?record_kind=policyholder&record_id={policyholder}&{query}");
        assert_eq!(viewer.get(&wrong).await.status, status, "{query}");
    }
    assert_eq!(viewer.post("/api/timeline/exports", json!({ "from": cloud.today(), "to": cloud.today() })).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_commit_misses_no_seal_and_two_runs_at_once_make_one() {
    let cloud = TestCloud::start().await;
    cloud.policyholder().await;
    seal(&cloud).await;
    // A machine whose clock runs ten minutes behind.
    cloud.move_clock(TimeDelta::minutes(-10));
    let late = cloud.policyholder().await;
    cloud.move_clock(TimeDelta::minutes(10));
    let before = seals(&cloud).await.len();
    cloud.move_clock(TimeDelta::minutes(3));
    let (one, other) = tokio::join!(cloud.invoke("timeline_seal", Value::Null), cloud.invoke("timeline_seal", Value::Null));
    assert_eq!(seals(&cloud).await.len(), before + 1, "{one} {other}");
    let path = format!("/api/timeline/proof?record_kind=policyholder&record_id={late}&sequence=1");
    let _proven = administrator(&cloud).await.get(&path).await.expect(200);
    let (code, text) = verified(&cloud, &export(&cloud).await.0, None).await;
    assert_eq!(code, 0, "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_writers_on_as_many_records_meet_no_conflict() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    let mut policyholders = Vec::new();
    for _ in 0..64 {
        policyholders.push(cloud.policyholder().await);
    }
    let mut writers = JoinSet::new();
    for policyholder in policyholders {
        let clerk = clerk.copy();
        writers.spawn(async move {
            let mut statuses = Vec::new();
            for number in 0..3 {
                let change = json!({ "name": "山田 太郎", "kana": "ヤマダ タロウ", "phone": format!("03-0000-{number:04}") });
                statuses.push(clerk.put(&format!("/api/policyholders/{policyholder}"), change).await.status);
            }
            statuses
        });
    }
    let mut written = Vec::new();
    for _ in 0..2 {
        seal(&cloud).await;
    }
    while let Some(statuses) = writers.join_next().await {
        written.extend(statuses.unwrap());
    }
    assert_eq!(written, [200; 192], "a writer was held up");
    seal(&cloud).await;
    let (code, text) = verified(&cloud, &export(&cloud).await.0, None).await;
    assert_eq!(code, 0, "{text}");
}
