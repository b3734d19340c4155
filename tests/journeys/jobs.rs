//! Jobs: what they send and what they remove.

use chrono::TimeDelta;
use local::mail::MailFault;
use serde_json::{Value, json};
use shared::key::{OUTBOX_SHARDS, service_outbox_partition};
use shared::ports::Query;
use tests::TestCloud;

async fn outbox_size(cloud: &TestCloud) -> usize {
    let mut size = 0;
    for shard in 0..OUTBOX_SHARDS {
        let query =
            Query { index: None, partition: service_outbox_partition(shard), range: None, descending: false, limit: 100, after: None };
        size += cloud.cloud.world.table.query(&query).await.unwrap().items.len();
    }
    size
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivered_mail_leaves_no_body_behind() {
    let cloud = TestCloud::start().await;
    cloud
        .actor("administrator@demo.example")
        .await
        .post("/api/accounts", json!({ "name": "a", "mail_address": "a@demo.example", "roles": ["viewer"] }))
        .await;
    // The invitation, and that the administrator signed in from a new device.
    assert_eq!(outbox_size(&cloud).await, 2);
    cloud.invoke("mail_deliver", Value::Null).await;
    assert_eq!(outbox_size(&cloud).await, 0);
    assert_eq!(cloud.mail_to("a@demo.example").await.len(), 1);
    cloud.invoke("mail_deliver", Value::Null).await;
    assert_eq!(cloud.mail_to("a@demo.example").await.len(), 1, "sent once");
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_waits_while_the_provider_is_away_and_goes_out_afterwards() {
    let cloud = TestCloud::start().await;
    cloud
        .actor("administrator@demo.example")
        .await
        .post("/api/accounts", json!({ "name": "a", "mail_address": "a@demo.example", "roles": ["viewer"] }))
        .await;
    cloud.cloud.ses.set_fault(Some(MailFault::Unavailable));
    cloud.invoke("mail_deliver", Value::Null).await;
    // The invitation, and that the administrator signed in from a new device.
    assert_eq!(outbox_size(&cloud).await, 2);
    cloud.cloud.ses.set_fault(None);
    cloud.invoke("mail_deliver", Value::Null).await;
    assert!(cloud.mail_to("a@demo.example").await.is_empty(), "not before its next attempt");
    cloud.move_clock(TimeDelta::minutes(2));
    cloud.invoke("mail_deliver", Value::Null).await;
    assert_eq!(cloud.mail_to("a@demo.example").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_ended_is_removed() {
    let cloud = TestCloud::start().await;
    cloud.actor("viewer@demo.example").await;
    cloud.move_clock(TimeDelta::days(31));
    let swept = cloud.invoke("retention_sweep", Value::Null).await;
    assert!(swept["done"].as_u64().unwrap() >= 1, "{swept}");
    let again = cloud.invoke("retention_sweep", Value::Null).await;
    assert_eq!(again["done"], 0, "{again}");
}

#[tokio::test(flavor = "multi_thread")]
async fn token_keys_overlap_when_they_rotate() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    assert_eq!(cloud.invoke("service_key_rotate", Value::Null).await["done"], 0, "the key is young");
    cloud.move_clock(TimeDelta::minutes(5));
    assert_eq!(clerk.get("/api/me").await.status, 200);
    cloud.move_clock(TimeDelta::days(40));
    assert_eq!(cloud.invoke("service_key_rotate", Value::Null).await["done"], 1);
    let later = cloud.actor("clerk@demo.example").await;
    assert_eq!(later.get("/api/me").await.status, 200);
}
