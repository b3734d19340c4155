//! An operator who must look into an organization says why, and the organization sees it.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::TestCloud;

async fn organization(cloud: &TestCloud) -> String {
    let me = cloud.actor("viewer@demo.example").await.get("/api/me").await.expect(200);
    me.json["organization"]["id"].as_str().unwrap().to_owned()
}

fn access(organization: &str, minutes: u32) -> Value {
    json!({ "organization": organization, "reason": "支払の遅れの調査", "ticket": "T-1024", "minutes": minutes })
}

#[tokio::test(flavor = "multi_thread")]
async fn an_access_is_read_only_ends_within_the_hour_and_stands_on_the_timeline() {
    let cloud = TestCloud::start().await;
    let (organization, policyholder) = (organization(&cloud).await, cloud.policyholder().await);
    for (minutes, allowed) in [(0, false), (61, false), (10, true)] {
        let opened = cloud.invoke_as("alice", "operator_access_open", access(&organization, minutes)).await;
        assert_eq!(opened["access"].is_string(), allowed, "{opened}");
    }
    let opened = cloud.invoke_as("alice", "operator_access_open", access(&organization, 10)).await;
    let read = json!({ "organization": organization, "access": opened["access"], "kind": "policyholder", "id": policyholder });
    let shown = cloud.invoke_as("alice", "operator_access_read", read.clone()).await;
    assert_eq!(shown["record"]["name"], "山田 太郎", "{shown}");
    let others = cloud.invoke_as("bob", "operator_access_read", read.clone()).await;
    assert_eq!(others["code"], "access_ended", "another operator's");
    let mut unknown = read.clone();
    unknown["id"] = json!("phd_00000000000000000000000000");
    assert_eq!(cloud.invoke_as("alice", "operator_access_read", unknown).await["code"], "not_found");
    cloud.move_clock(TimeDelta::minutes(10));
    assert_eq!(cloud.invoke_as("alice", "operator_access_read", read).await["code"], "access_ended");

    let administrator = cloud.actor("administrator@demo.example").await;
    let reads = administrator.get("/api/timeline?operation=operator_access_read").await.expect(200);
    let entries = reads.json["items"].as_array().unwrap();
    assert_eq!(entries.len(), 1, "{}", reads.text);
    assert_eq!(entries[0]["actor"], json!({ "kind": "operator", "name": "alice" }));
    assert!(reads.text.contains(&format!("policyholder {policyholder}")) && !reads.text.contains("山田"), "{}", reads.text);
    let opens = administrator.get("/api/timeline?operation=operator_access_opened").await.expect(200);
    assert!(opens.text.contains("支払の遅れの調査") && opens.text.contains("T-1024"), "{}", opens.text);
    let other = cloud.actor("administrator@other.example").await.get("/api/timeline?operation=operator_access_opened").await.expect(200);
    assert_eq!(other.json["items"], json!([]));
}
