//! The end of a contract stops sign-in at once and keeps the data; an erasure needs two operators and a day.

use crate::{end, instruct, operate, small, traces};
use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::ports::Bucket;
use tests::{PASSWORD, TestCloud};

#[tokio::test(flavor = "multi_thread")]
async fn sign_in_stops_at_once_and_the_data_stays() {
    let cloud = TestCloud::start().await;
    let small = small::make(&cloud, 1).await;
    let refreshing = small.administrator.copy();
    let before = traces::items(&cloud, &small.organization).await.len();
    let ended = end(&cloud, &small.organization).await;
    assert_eq!((&ended["state"], &ended["end_date"]), (&json!("ended"), &json!(cloud.today())));
    // Before the sweep has been at a single account.
    assert_eq!(small.administrator.get("/api/me").await.code(), "session_ended");
    assert_eq!(refreshing.post("/api/sessions/refresh", json!({})).await.code(), "session_ended");
    assert_eq!(cloud.nobody().sign_in(&small.mail_address, PASSWORD).await.code(), "sign_in_refused");
    let invited = "waiting@erased-1.example";
    let _delivered = cloud.mail_to(invited).await;
    let token = local::demo::newest_token(&cloud.cloud, invited).unwrap();
    let accepted = cloud.nobody().post("/api/passwords", json!({ "token": token, "new_password": PASSWORD })).await;
    assert_eq!(accepted.code(), "link_invalid");
    assert_eq!(end(&cloud, &small.organization).await["code"], "contract_ended");
    // Both accounts; a second run finds none.
    assert_eq!(cloud.invoke("contract_sweep", Value::Null).await["done"], 2);
    assert_eq!(cloud.invoke("contract_sweep", Value::Null).await["done"], 0);
    assert!(traces::items(&cloud, &small.organization).await.len() > before);
    let other = cloud.actor("viewer@other.example").await;
    assert_eq!(other.get("/api/me").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_needs_an_ended_contract_two_operators_and_a_day() {
    let cloud = TestCloud::start().await;
    let small = small::make(&cloud, 1).await;
    let organization = &small.organization;
    assert_eq!(instruct(&cloud, organization).await["code"], "contract_holds");
    end(&cloud, organization).await;
    cloud.invoke("contract_sweep", Value::Null).await;
    let first = instruct(&cloud, organization).await;
    assert_eq!(instruct(&cloud, organization).await["code"], "erasure_exists");
    assert_eq!(operate(&cloud, "erasure_countersign", "alice", organization, &first["id"]).await["code"], "operators_same");
    operate(&cloud, "erasure_countersign", "bob", organization, &first["id"]).await;
    let taken_back = operate(&cloud, "erasure_take_back", "alice", organization, &first["id"]).await;
    assert_eq!(taken_back["state"], "taken_back", "{taken_back}");
    cloud.move_clock(TimeDelta::hours(25));
    assert_eq!(cloud.invoke("erasure_run", Value::Null).await["done"], 0);
    let second = instruct(&cloud, organization).await;
    let countersigned = operate(&cloud, "erasure_countersign", "bob", organization, &second["id"]).await;
    assert_eq!(countersigned["state"], "countersigned", "{countersigned}");
    cloud.move_clock(TimeDelta::hours(24) - TimeDelta::minutes(1));
    assert_eq!(cloud.invoke("erasure_run", Value::Null).await["done"], 0);
    let steps: Vec<String> = traces::items(&cloud, organization)
        .await
        .iter()
        .filter_map(|(_, item)| {
            item["entry"]["operation"].as_str().filter(|operation| operation.starts_with("erasure_")).map(str::to_owned)
        })
        .collect();
    assert_eq!(steps.len(), 5, "{steps:?}");
    cloud.move_clock(TimeDelta::minutes(1));
    assert_eq!(cloud.invoke("erasure_run", Value::Null).await["done"], 1);
    assert_eq!(operate(&cloud, "erasure_take_back", "alice", organization, &second["id"]).await["code"], "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_but_the_ledger_and_nobody_else_is_touched() {
    let cloud = TestCloud::start().await;
    let (small, other) = (small::make(&cloud, 1).await, small::make(&cloud, 2).await);
    let others = traces::items(&cloud, &other.organization).await;
    let identifiers: Vec<String> = small.known.iter().filter(|text| text.as_bytes().get(3) == Some(&b'_')).cloned().collect();
    assert_eq!(cloud.in_raw_files(&identifiers).len(), identifiers.len(), "they can be found as long as they are there");
    crate::due(&cloud, &small.organization).await;
    assert_eq!(cloud.invoke("erasure_run", Value::Null).await["done"], 1);
    let signed = traces::erased(&cloud, &small).await;
    let certificate = &signed.certificate;
    assert_eq!(certificate.ledger.erasure.document.as_str(), "消去依頼書 2026-10-01");
    let by = |signature: Option<&shared::domain::erasure::Signature>| signature.unwrap().operator.name().to_owned();
    assert_eq!(
        (by(Some(&certificate.ledger.erasure.entered)), by(certificate.ledger.erasure.countersigned.as_ref())),
        ("alice".into(), "bob".into())
    );
    assert_eq!((certificate.items["claim"], certificate.items["wrapped_key"]), (1, 3));
    let opened = cloud.cloud.world.keys.unwrap(&certificate.ledger.kms_key, shared::ports::Context::Service("x"), &[0; 64]).await;
    assert!(opened.is_err(), "the KMS key is on its way out");
    traces::lose_ledger(&cloud, &small.organization).await;
    assert!(cloud.in_raw_files([&small.organization]).is_empty());
    assert_eq!(traces::items(&cloud, &other.organization).await, others);
    let locked = cloud.cloud.world.documents.delete(Bucket::Records, std::slice::from_ref(&certificate.ledger_name)).await;
    assert!(locked.is_err(), "the ledger stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disclosure_that_it_never_knew_of_goes_with_it() {
    let cloud = TestCloud::start().await;
    let small = small::make(&cloud, 1).await;
    let claim = small.known.iter().find(|known| known.starts_with("clm_")).unwrap();
    let order = json!({
        "organization": small.organization,
        "order": {
            "authority": "東京地方裁判所", "reference": "令和8年(ワ)第1号", "issued_on": "2026-09-30", "notice_forbidden_until": "2027-09-30",
        },
        "records": [{ "kind": "claim", "id": claim, "fields": ["state"] }],
    });
    let instructed = cloud.invoke_as("alice", "disclosure_instruct", order).await;
    let export = json!({ "organization": small.organization, "disclosure": instructed["disclosure"] });
    let exported = cloud.invoke_as("bob", "disclosure_export", export).await;
    assert!(exported["link"].is_string(), "{exported}");
    crate::due(&cloud, &small.organization).await;
    assert_eq!(cloud.invoke("erasure_run", Value::Null).await["done"], 1);
    // The record and its two entries.
    assert_eq!(traces::erased(&cloud, &small).await.certificate.found_by_proof, 3);
    let disclosure = instructed["disclosure"].as_str().unwrap().to_owned();
    assert!(cloud.in_raw_files([&disclosure]).is_empty());
}
