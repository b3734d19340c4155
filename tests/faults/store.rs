//! A store that collides, falls silent or goes away.

use serde_json::{Value, json};
use tests::support::faults::Faults;
use tests::{PolicyFixture, TestCloud};

async fn faulty() -> (TestCloud, Faults, PolicyFixture) {
    let faults = Faults::new();
    let cloud = TestCloud::start_with(|options| faults.install(options)).await;
    let policy = cloud.policy().await;
    (cloud, faults, policy)
}

#[tokio::test]
async fn a_few_collisions_are_not_noticed() {
    let (cloud, faults, policy) = faulty().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    for count in 1..=5 {
        faults.conflicts(count);
        let claim = clerk.post("/api/claims", cloud.claim_input(&policy)).await.expect(201).id();
        let timeline = clerk.get(&format!("/api/claims/{claim}/timeline")).await.expect(200);
        assert_eq!(timeline.json["items"].as_array().unwrap().len(), 1, "{count}");
    }
}

#[tokio::test]
async fn where_every_try_collides_the_caller_may_come_back_and_nothing_is_written() {
    let (cloud, faults, policy) = faulty().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    let before = cloud.dump().await;
    faults.conflicts(u32::MAX);
    let input = cloud.claim_input(&policy);
    let reply = clerk.with(&[("idempotency-key", "collides-always")]).post("/api/claims", input.clone()).await.expect(503);
    assert_eq!(reply.code(), "temporarily_unavailable");
    assert!(reply.header("retry-after").unwrap().parse::<u32>().unwrap() >= 1);
    assert_eq!(cloud.dump().await, before);
    faults.none();
    let reply = clerk.with(&[("idempotency-key", "collides-always")]).post("/api/claims", input).await.expect(201);
    assert_eq!(reply.header("idempotency-replayed"), None);
}

#[tokio::test]
async fn a_reply_that_was_lost_is_given_again() {
    let (cloud, faults, policy) = faulty().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    let (key, input) = ([("idempotency-key", "lost-reply-1")], cloud.claim_input(&policy));
    faults.lose_reply();
    let lost = clerk.with(&key).post("/api/claims", input.clone()).await.expect(503);
    assert!(lost.header("retry-after").is_some());

    let first = clerk.with(&key).post("/api/claims", input.clone()).await.expect(201);
    let second = clerk.with(&key).post("/api/claims", input.clone()).await.expect(201);
    assert_eq!((first.header("idempotency-replayed"), second.header("idempotency-replayed")), (Some("true"), Some("true")));
    assert_eq!((&first.json, first.header("etag")), (&second.json, Some("\"1\"")));
    // Shown by itself, a claim comes with the names of what it belongs to.
    let mut shown = clerk.get(&format!("/api/claims/{}", first.id())).await.expect(200).json;
    assert!(shown["names"].take().is_object());
    assert_eq!(shown, first.json);
    assert_eq!(claims(&clerk, &policy).await, 1);

    let other = cloud.claim_input_of(&policy, 1);
    assert_eq!(clerk.with(&key).post("/api/claims", other).await.expect(409).code(), "idempotency_key_reused");
    // The key belongs to the account, and for a day.
    let assessor = cloud.actor("assessor@demo.example").await;
    assert_eq!(assessor.with(&key).post("/api/claims", input.clone()).await.expect(201).header("idempotency-replayed"), None);
    cloud.move_clock(chrono::TimeDelta::hours(25));
    let _swept = cloud.invoke("retention_sweep", Value::Null).await;
    let clerk = cloud.actor("clerk@demo.example").await;
    assert_eq!(clerk.with(&key).post("/api/claims", input).await.expect(201).header("idempotency-replayed"), None);
}

async fn claims(actor: &tests::Actor, policy: &PolicyFixture) -> usize {
    let list = actor.get(&format!("/api/claims?policy={}", policy.policy)).await.expect(200);
    list.json["items"].as_array().unwrap().len()
}

#[tokio::test]
async fn ten_at_once_under_one_key_make_one_claim() {
    let (cloud, _, policy) = faulty().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    let input = cloud.claim_input(&policy);
    let mut attempts = tokio::task::JoinSet::new();
    for _ in 0..10 {
        let (clerk, input) = (clerk.copy(), input.clone());
        attempts.spawn(async move { clerk.with(&[("idempotency-key", "ten-at-once")]).post("/api/claims", input).await });
    }
    let mut made = std::collections::BTreeSet::new();
    while let Some(reply) = attempts.join_next().await {
        let reply = reply.unwrap();
        match reply.status {
            201 => assert!(made.insert(reply.id()) || reply.header("idempotency-replayed") == Some("true"), "{}", reply.text),
            _ => assert_eq!((reply.status, reply.code()), (409, "idempotency_key_in_use")),
        }
    }
    assert_eq!((made.len(), claims(&clerk, &policy).await), (1, 1));
}

#[tokio::test]
async fn a_store_that_is_away_is_no_fault_of_the_caller() {
    let (cloud, faults, policy) = faulty().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    faults.unreadable(true);
    let policy_path = format!("/api/policies/{}", policy.policy);
    for reply in [clerk.get(&policy_path).await, clerk.post("/api/claims", cloud.claim_input(&policy)).await, clerk.get("/api/me").await] {
        let reply = reply.expect(503);
        assert_eq!(reply.code(), "temporarily_unavailable");
        assert!(reply.header("retry-after").is_some());
        assert!(!reply.text.contains("the test took"), "a cause left the house: {}", reply.text);
    }
    // Whether the service answers at all has nothing to do with the store.
    let _up = clerk.get("/api/health").await.expect(200);
    faults.unreadable(false);
    let _back = clerk.get(&policy_path).await.expect(200);
}

#[tokio::test]
async fn mail_waits_for_a_provider_that_is_away() {
    let cloud = TestCloud::start().await;
    let administrator = cloud.actor("administrator@demo.example").await;
    let invited = json!({ "name": "待機 花子", "mail_address": "waiting@demo.example", "roles": ["viewer"] });
    let _invited = administrator.post("/api/accounts", invited).await.expect(201);
    cloud.set_mail_fault(Some(local::mail::MailFault::Throttling));
    assert_eq!(cloud.mail_to("waiting@demo.example").await.len(), 0);
    // The provider has it, but its answer was lost: the mail goes out again, and is the same.
    cloud.set_mail_fault(Some(local::mail::MailFault::LostReply));
    cloud.move_clock(chrono::TimeDelta::minutes(2));
    assert!(!cloud.mail_to("waiting@demo.example").await.is_empty());
    cloud.set_mail_fault(None);
    cloud.move_clock(chrono::TimeDelta::minutes(4));
    let mails = cloud.mail_to("waiting@demo.example").await;
    assert!(mails.len() >= 2 && mails.iter().all(|mail| mail.message_id == mails[0].message_id && mail.text == mails[0].text));
    cloud.move_clock(chrono::TimeDelta::minutes(90));
    assert_eq!(cloud.mail_to("waiting@demo.example").await.len(), mails.len(), "what is delivered is not sent again");
    let outbox = cloud.dump().await.into_keys().filter(|(_, partition, _)| partition.starts_with("OUTBOX")).count();
    assert_eq!(outbox, 0, "a delivered mail has left the outbox");
}
