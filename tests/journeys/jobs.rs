//! Jobs: what they send and what they remove.

use chrono::TimeDelta;
use local::kms::KmsFault;
use local::mail::MailFault;
use serde_json::{Value, json};
use shared::key::{OUTBOX_SHARDS, service_outbox_partition};
use shared::ports::{Metric, Query};
use tests::{MovableClock, TestCloud};

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
    cloud.set_mail_fault(Some(MailFault::Unavailable));
    cloud.invoke("mail_deliver", Value::Null).await;
    // The invitation, and that the administrator signed in from a new device.
    assert_eq!(outbox_size(&cloud).await, 2);
    cloud.set_mail_fault(None);
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

#[tokio::test(flavor = "multi_thread")]
async fn a_time_of_a_schedule_is_done_once_and_operators_see_how_it_went() {
    let cloud = TestCloud::start().await;
    // The log takes what is a few minutes old.
    cloud.move_clock(TimeDelta::minutes(5));
    let strike = async || cloud.invoke("timeline_seal", json!({ "scheduled_at": cloud.now() })).await;
    assert_eq!(strike().await["done"], 2, "both organizations have entries");
    cloud.move_clock(TimeDelta::minutes(30));
    let _signed_in = cloud.actor("clerk@demo.example").await;
    cloud.move_clock(TimeDelta::minutes(5));
    assert_eq!(strike().await["done"], 0, "the same time of the schedule");
    cloud.move_clock(TimeDelta::minutes(30));
    assert_eq!(strike().await["done"], 1);
    let listed = cloud.invoke("job_list", json!({ "job": "timeline_seal" })).await;
    let runs = listed["jobs"][0]["runs"].as_array().unwrap();
    let seen: Vec<_> = runs
        .iter()
        .map(|run| (run["scheduled_at"].as_str().unwrap(), run["state"].as_str().unwrap(), run["attempts"].as_u64().unwrap()))
        .collect();
    assert_eq!(seen, [("2026-10-01T11:00:00.000+09:00", "succeeded", 1), ("2026-10-01T10:00:00.000+09:00", "succeeded", 1)], "{listed}");
    let all = cloud.invoke("job_list", json!({})).await;
    assert_eq!(all["jobs"].as_array().unwrap().len(), functions::JOBS.len());
    assert_eq!(cloud.invoke("job_list", json!({ "job": "nobody" })).await["errors"][0]["code"], "job_unknown");
    assert_eq!(cloud.invoke("timeline_seal", json!({ "scheduled_at": "noon" })).await["code"], "fields_invalid");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_is_not_done_in_time_raises_the_alarm_of_its_area_until_it_is() {
    let cloud = TestCloud::start().await;
    let overdue = || cloud.cloud.metrics.latest(Metric::OverdueJobs, Some("timeline"));
    let strike = async |job: &str| cloud.invoke(job, json!({ "scheduled_at": cloud.now() })).await;
    let _sealed = strike("timeline_seal").await;
    let _watched = strike("job_watch").await;
    assert_eq!(overdue(), Some(0.0));
    // An hour later KMS can't sign, and goes on not signing.
    cloud.move_clock(TimeDelta::hours(1));
    let _signed_in = cloud.actor("clerk@demo.example").await;
    cloud.move_clock(TimeDelta::minutes(5));
    cloud.cloud.kms.set_fault(Some(KmsFault::Unavailable));
    assert_eq!(strike("timeline_seal").await["code"], "temporarily_unavailable");
    cloud.move_clock(TimeDelta::hours(5));
    let _watched = strike("job_watch").await;
    assert_eq!(overdue(), Some(1.0));
    cloud.cloud.kms.set_fault(None);
    let _sealed = strike("timeline_seal").await;
    cloud.move_clock(TimeDelta::minutes(10));
    let _watched = strike("job_watch").await;
    assert_eq!(overdue(), Some(0.0));
}

#[tokio::test(flavor = "multi_thread")]
async fn due_claims_and_unused_accounts_are_told_once_a_day_to_whom_they_concern() {
    let cloud = TestCloud::start().await;
    let policy = cloud.policy().await;
    let claim = cloud.claim_submitted(&policy).await;
    let invited = json!({ "name": "未使用 次郎", "mail_address": "unused@demo.example", "roles": ["viewer"] });
    let _invited = cloud.actor("administrator@demo.example").await.post("/api/accounts", invited).await.expect(201);
    let told = async |mail_address: &str| {
        let mails = cloud.mail_to(mail_address).await;
        mails.into_iter().filter(|mail| mail.subject.contains("本日のお知らせ")).filter_map(|mail| mail.text).collect::<Vec<_>>()
    };
    let strike = async || cloud.invoke("mail_digest", json!({ "scheduled_at": cloud.now() })).await;
    // Thursday: nothing is due within a week.
    assert_eq!(strike().await["done"], 0);
    // 26 October, a Monday, 25 days later: the payout is due on the 30th.
    cloud.move_clock(TimeDelta::days(25));
    assert_eq!(strike().await["done"], 2, "nobody has signed in at the other organization");
    assert_eq!(strike().await["done"], 0);
    assert_eq!(cloud.invoke("mail_digest", Value::Null).await["done"], 0, "told already");
    let assessor = told("assessor@demo.example").await;
    assert!(assessor.len() == 1 && assessor[0].contains(&claim) && assessor[0].contains("2026-10-30"), "{assessor:?}");
    let administrator = told("administrator@demo.example").await;
    assert!(administrator.len() == 1 && administrator[0].contains("未使用 次郎"), "{administrator:?}");
    assert!(!administrator[0].contains(&claim) && !assessor[0].contains("未使用"), "each what concerns them");
    assert!(told("approver@demo.example").await.is_empty() && told("clerk@demo.example").await.is_empty());
    // Tuesday: claims alone.
    cloud.move_clock(TimeDelta::days(1));
    assert_eq!(strike().await["done"], 1);
    assert_eq!((told("assessor@demo.example").await.len(), told("administrator@demo.example").await.len()), (2, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_off_by_more_than_a_second_raises_the_alarm() {
    let cloud = TestCloud::start_at(MovableClock::at_the_present(), |_| ()).await;
    let skew = || cloud.cloud.metrics.latest(Metric::ClockSkewMilliseconds, None).unwrap();
    assert_eq!(cloud.invoke("clock_check", Value::Null).await["done"], 1);
    assert_eq!(skew(), 0.0);
    for (seconds, off) in [(5, 5_000.0), (-11, 6_000.0)] {
        cloud.move_clock(TimeDelta::seconds(seconds));
        assert_eq!(cloud.invoke("clock_check", Value::Null).await["done"], 1);
        assert!(skew() >= off - 2_000.0 && skew() <= off, "{}", skew());
    }
}
