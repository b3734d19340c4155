//! The timeline of a record and of the organization (WP10).

use crate::day;
use serde_json::json;
use tests::TestCloud;

#[tokio::test(flavor = "multi_thread")]
async fn the_organizations_timeline_narrows_by_person_operation_record_and_period() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    let claim = cloud.claim_draft(&cloud.policy().await).await;
    let me = clerk.get("/api/me").await.json["id"].as_str().unwrap().to_owned();
    let count = async |query: String| clerk.get(&format!("/api/timeline?limit=100{query}")).await.json["items"].as_array().unwrap().len();
    assert_eq!(count(format!("&record={claim}")).await, 1);
    assert_eq!(count("&operation=claim_created".to_owned()).await, 1);
    assert!(count(format!("&person={me}")).await >= 2);
    assert_eq!(count(format!("&from={0}&to={0}&operation=claim_created", day(&cloud, -1))).await, 0);
    let long = clerk.get(&format!("/api/timeline?from={}&to={}", day(&cloud, -92), day(&cloud, 0))).await;
    assert_eq!(long.status, 422, "more than 92 days");
    let stranger = cloud.actor("clerk@other.example").await;
    assert_eq!(stranger.get("/api/timeline?operation=claim_created").await.json["items"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_are_chained_and_carry_no_personal_values() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    let created = clerk.post("/api/policyholders", json!({ "name": "山田 太郎", "kana": "ヤマダ タロウ", "phone": "03-1234-5678" })).await;
    let path = format!("/api/policyholders/{}", created.json["id"].as_str().unwrap());
    for name in ["山田 次郎", "山田 三郎"] {
        assert_eq!(clerk.put(&path, json!({ "name": name, "kana": "ヤマダ" })).await.status, 200);
    }
    let timeline = clerk.get(&format!("{path}/timeline")).await.json;
    let entries = timeline["items"].as_array().unwrap();
    assert_eq!(entries.len(), 3);
    for pair in entries.windows(2) {
        assert_eq!(pair[0]["hash"], pair[1]["previous"]);
    }
    for value in ["山田 太郎", "ヤマダ", "03-1234"] {
        assert!(!timeline.to_string().contains(value), "{value}");
    }
}
