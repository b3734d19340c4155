//! Labels on any registered information (WP4).

use serde_json::{Value, json};
use tests::TestCloud;

#[tokio::test(flavor = "multi_thread")]
async fn a_label_is_attached_filtered_by_renamed_and_gone_everywhere_when_deleted() {
    let cloud = TestCloud::start().await;
    let (administrator, clerk) = (cloud.actor("administrator@demo.example").await, cloud.actor("clerk@demo.example").await);
    let label = administrator.post("/api/labels", json!({ "name": "要確認", "colour": "#FF0000", "order": 1 })).await;
    assert_eq!(label.status, 201, "{:?}", label.json);
    let label = label.json["id"].as_str().unwrap().to_owned();
    let fixture = cloud.policy().await;
    let claim = cloud.claim_draft(&fixture).await;
    let records = [
        format!("/api/policyholders/{}", fixture.policyholder),
        format!("/api/animals/{}", fixture.animal),
        format!("/api/policies/{}", fixture.policy),
        format!("/api/claims/{claim}"),
    ];
    for record in &records {
        assert_eq!(clerk.put(&format!("{record}/labels/{label}"), json!({})).await.status, 200, "{record}");
        assert_eq!(clerk.get(record).await.json["labels"][0]["name"], "要確認", "{record}");
        let list = record.rsplit_once('/').unwrap().0;
        assert_eq!(clerk.get(&format!("{list}?label={label}")).await.json["items"].as_array().unwrap().len(), 1, "{record}");
    }
    let renamed = json!({ "name": "確認済", "colour": "#00ff00", "order": 2 });
    assert_eq!(administrator.put(&format!("/api/labels/{label}"), renamed).await.status, 200);
    assert_eq!(clerk.get(&records[3]).await.json["labels"][0]["name"], "確認済");
    assert_eq!(clerk.delete(&format!("{}/labels/{label}", records[0])).await.status, 200);
    assert!(clerk.get(&records[0]).await.json["labels"].as_array().unwrap().is_empty());

    assert_eq!(administrator.delete(&format!("/api/labels/{label}")).await.status, 204);
    for record in &records {
        assert!(clerk.get(record).await.json["labels"].as_array().unwrap().is_empty(), "passed over at once: {record}");
    }
    let swept = cloud.invoke("label_sweep", Value::Null).await;
    assert_eq!(swept["done"], 3, "{swept}");
    let timeline = clerk.get(&format!("{}/timeline", records[3])).await;
    assert_eq!(timeline.json["items"].as_array().unwrap().last().unwrap()["operation"], "label_swept");
    assert_eq!(clerk.get("/api/labels").await.json["items"].as_array().unwrap().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_records_get_and_lose_a_label_together_or_not_at_all() {
    let cloud = TestCloud::start().await;
    let (administrator, clerk) = (cloud.actor("administrator@demo.example").await, cloud.actor("clerk@demo.example").await);
    let label = administrator.post("/api/labels", json!({ "name": "至急", "colour": "#ff0000" })).await.expect(201).id();
    let policy = cloud.policy().await;
    let mut claims = Vec::new();
    for _ in 0..20 {
        claims.push(cloud.claim_draft(&policy).await);
    }
    let of = |records: &[String]| json!({ "collection": "claims", "records": records, "label": label });
    let attached = clerk.post("/api/labels/attach", of(&claims)).await.expect(200);
    let items = attached.json["items"].as_array().unwrap();
    assert!(items.len() == 20 && items.iter().all(|item| item["labels"][0]["name"] == "至急" && item["version"] == 2), "{}", attached.text);
    let listed = clerk.get(&format!("/api/claims?label={label}&limit=100")).await.expect(200);
    assert_eq!(listed.json["items"].as_array().unwrap().len(), 20);
    let again = clerk.post("/api/labels/attach", of(&claims[..2])).await.expect(200);
    assert_eq!(again.json["items"][0]["version"], 2, "a second time changes nothing");

    let detached = clerk.post("/api/labels/detach", of(&claims[..3])).await.expect(200);
    assert!(detached.json["items"].as_array().unwrap().iter().all(|item| item["labels"] == json!([]) && item["version"] == 3));
    let timeline = clerk.get(&format!("/api/claims/{}/timeline", claims[0])).await.expect(200);
    let operations: Vec<&Value> = timeline.json["items"].as_array().unwrap().iter().map(|entry| &entry["operation"]).collect();
    assert_eq!(operations, ["claim_created", "label_attached", "label_detached"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_one_of_many_records_is_refused_it_is_named_and_nothing_is_done() {
    let cloud = TestCloud::start().await;
    let (administrator, clerk) = (cloud.actor("administrator@demo.example").await, cloud.actor("clerk@demo.example").await);
    let policy = cloud.policy().await;
    let (free, full) = (cloud.claim_draft(&policy).await, cloud.claim_draft(&policy).await);
    let mut labels = Vec::new();
    for number in 0..21 {
        labels.push(administrator.post("/api/labels", json!({ "name": format!("{number}"), "colour": "#ff0000" })).await.expect(201).id());
    }
    for label in &labels[..20] {
        let _carried = clerk.put(&format!("/api/claims/{full}/labels/{label}"), json!({})).await.expect(200);
    }
    let stranger = cloud.actor("clerk@other.example").await;
    let before = cloud.dump().await;
    let unknown = "lbl_01ARZ3NDEKTSV4RRFFQ69G5FAV";
    for (actor, collection, records, label, field, code) in [
        (&clerk, "claims", json!([free, full]), labels[20].as_str(), "records[1]", "too_many_labels"),
        (&clerk, "claims", json!([free, policy.policy]), &labels[20], "records[1]", "record_unknown"),
        (&clerk, "claims", json!([free]), unknown, "label", "label_unknown"),
        (&clerk, "accounts", json!([free]), &labels[20], "collection", "choice_unknown"),
        (&stranger, "claims", json!([free]), &labels[20], "records[0]", "record_unknown"),
    ] {
        let body = json!({ "collection": collection, "records": records, "label": label });
        let refused = actor.post("/api/labels/attach", body.clone()).await.expect(422);
        assert_eq!(refused.fields(), [(field.to_owned(), code.to_owned())], "{body}");
    }
    assert!(cloud.dump().await == before, "something of a refused call was done");
}
