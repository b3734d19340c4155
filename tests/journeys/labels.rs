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
