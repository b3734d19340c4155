//! Operators prove who they are, for each call anew.

use aws_credential_types::Credentials;
use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::operator_proof::MEMBER;
use tests::TestCloud;
use tests::support::faults::Faults;

const FUNCTION: &str = "organization_open";

fn organization(domain: &str) -> Value {
    json!({
        "name": "新規保険",
        "contract": { "start_date": "2026-10-01", "governing_law": "日本法", "jurisdiction": "東京地方裁判所" },
        "contacts": [{ "name": "業務部", "mail_address": format!("contact@{domain}") }],
        "business_hours": { "days": ["monday", "friday"], "opens_at": "09:00", "closes_at": "18:00" },
        "administrator": { "name": "管理 八郎", "mail_address": format!("administrator@{domain}") },
    })
}

async fn refused(cloud: &TestCloud, payload: Value, code: &str) {
    let before = cloud.dump().await;
    let reply = cloud.invoke_raw(FUNCTION, payload).await;
    assert_eq!((&reply["status"], &reply["code"]), (&json!(401), &json!(code)), "{reply}");
    assert!(reply["title"].as_str().is_some_and(|title| title.contains("本人証明")), "{reply}");
    assert_eq!(cloud.dump().await, before, "{code}: something was written");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_without_a_sound_proof_does_nothing() {
    let cloud = TestCloud::start().await;
    let signed = |payload: Value| cloud.cloud.signed("alice", FUNCTION, payload).unwrap();
    let good = organization("new.example");

    refused(&cloud, good.clone(), "operator_proof_missing").await;
    let mut named = good.clone();
    named[MEMBER] = json!("alice");
    refused(&cloud, named, "operator_proof_invalid").await;

    // Made for another payload, another number, another function, another installation.
    let mut payload = signed(good.clone());
    payload["administrator"]["mail_address"] = json!("somebody@else.example");
    refused(&cloud, payload, "operator_proof_invalid").await;
    let mut number = signed(good.clone());
    number[MEMBER]["nonce"] = json!("A".repeat(32));
    refused(&cloud, number, "operator_proof_invalid").await;
    let function = cloud.cloud.signed("alice", "organization_close", good.clone()).unwrap();
    refused(&cloud, function, "operator_proof_invalid").await;
    let read = |name: &str| cloud.cloud.environment.iter().find(|(found, _)| *found == name).map(|(_, value)| value.clone());
    let mut signer = local::cloud::signer(cloud.cloud.sts.credentials("alice").unwrap(), read).unwrap();
    signer.application = "another".into();
    let now = std::time::SystemTime::from(cloud.now().to_utc());
    refused(&cloud, signer.signed(FUNCTION, good.clone(), now).unwrap(), "operator_proof_invalid").await;

    // Signed by a key that isn't alice's, under alice's name and under none.
    signer.application = read("APPLICATION").unwrap();
    for name in [cloud.cloud.sts.credentials("alice").unwrap().access_key_id(), "LOCALNOBODY"] {
        signer.credentials = Credentials::new(name, "a guess", None, None, "test");
        refused(&cloud, signer.signed(FUNCTION, good.clone(), now).unwrap(), "operator_proof_invalid").await;
    }

    // Somebody else's STS would say anything.
    let elsewhere = "http://127.0.0.1:9/";
    let mut payload = signed(good.clone());
    let proof = payload[MEMBER]["proof"].as_str().unwrap();
    payload[MEMBER]["proof"] = json!(format!("{elsewhere}?{}", proof.split_once('?').unwrap().1));
    refused(&cloud, payload, "operator_proof_invalid").await;

    let early = signed(good.clone());
    cloud.move_clock(TimeDelta::seconds(125));
    refused(&cloud, early, "operator_proof_expired").await;
    let late = signed(good);
    cloud.move_clock(TimeDelta::minutes(-3));
    refused(&cloud, late, "operator_proof_expired").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_holds_once_and_its_name_stands_on_the_timeline() {
    let cloud = TestCloud::start().await;
    let payload = cloud.cloud.signed("bob", FUNCTION, organization("bob.example")).unwrap();
    let opened = cloud.invoke_raw(FUNCTION, payload.clone()).await;
    assert!(opened["organization"].is_string(), "{opened}");
    refused(&cloud, payload, "operator_proof_used").await;

    local::demo::accept(&cloud.cloud, "administrator@bob.example", tests::PASSWORD).await.unwrap();
    let administrator = cloud.actor("administrator@bob.example").await;
    let timeline = administrator.get("/api/timeline?operation=organization_opened").await.expect(200);
    assert_eq!(timeline.json["items"][0]["actor"], json!({ "kind": "operator", "name": "bob" }), "{}", timeline.text);
    let demo = cloud.actor("viewer@demo.example").await.get("/api/timeline?operation=organization_opened").await.expect(200);
    assert_eq!(demo.json["items"][0]["actor"]["name"], "alice", "{}", demo.text);

    // What remains of a used proof goes in its time.
    let proofs =
        |dump: tests::support::store::Dump| dump.into_keys().filter(|(_, partition, _)| partition.starts_with("OPERATOR_PROOF#")).count();
    // The card company's account at the start, two organizations and the keys of the mail provider abroad from the demo, and this one.
    assert_eq!(proofs(cloud.dump().await), 5);
    cloud.move_clock(TimeDelta::minutes(61));
    cloud.invoke("retention_sweep", Value::Null).await;
    assert_eq!(proofs(cloud.dump().await), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_uses_of_one_proof_at_once_one_wins() {
    let faults = Faults::new();
    let cloud = TestCloud::start_with(|options| faults.install(options)).await;
    let payload = cloud.cloud.signed("alice", FUNCTION, organization("twice.example")).unwrap();
    let hold = faults.hold("OPERATOR_PROOF#");
    let (one, other, _) = tokio::join!(cloud.invoke_raw(FUNCTION, payload.clone()), cloud.invoke_raw(FUNCTION, payload), async {
        hold.reached(2).await;
        hold.release();
    });
    let codes = [&one["code"], &other["code"]];
    assert!(codes.contains(&&Value::Null) && codes.contains(&&json!("operator_proof_used")), "{one} {other}");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_can_say_who_signed_the_call_may_come_back() {
    let cloud = TestCloud::start().await;
    let payload = cloud.cloud.signed("alice", FUNCTION, organization("away.example")).unwrap();
    cloud.cloud.sts.set_away(true);
    let before = cloud.dump().await;
    let reply = cloud.invoke_raw(FUNCTION, payload.clone()).await;
    assert_eq!((&reply["status"], &reply["code"]), (&json!(503), &json!("temporarily_unavailable")), "{reply}");
    assert_eq!(cloud.dump().await, before);
    cloud.cloud.sts.set_away(false);
    let opened = cloud.invoke_raw(FUNCTION, payload).await;
    assert!(opened["organization"].is_string(), "{opened}");
}
