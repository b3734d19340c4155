//! Signing in: slowed down for strangers, open to known devices, told of by mail.

use crate::sign_in;
use chrono::TimeDelta;
use serde_json::json;
use tests::{Actor, PASSWORD, TestCloud};

const WRONG: &str = "wrong password 123";

/// Fails as often as told, each time as soon as the service looks at it.
async fn fail(cloud: &TestCloud, actor: &Actor, mail_address: &str, times: u32) {
    for _ in 0..times {
        let mut reply = actor.sign_in(mail_address, WRONG).await;
        if reply.status == 429 {
            let wait_seconds: i64 = reply.header("retry-after").unwrap().parse().unwrap();
            cloud.move_clock(TimeDelta::seconds(wait_seconds));
            reply = actor.sign_in(mail_address, WRONG).await;
        }
        assert_eq!(reply.status, 401, "{}", reply.text);
    }
}

async fn subjects(cloud: &TestCloud, mail_address: &str, about: &str) -> usize {
    // A notice is resolved into a mail by one run and sent by the next.
    let _resolved = cloud.mail_to(mail_address).await;
    cloud.mail_to(mail_address).await.iter().filter(|mail| mail.subject.contains(about)).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_failures_pause_known_and_unknown_addresses_alike_for_half_an_hour() {
    let cloud = TestCloud::start().await;
    for (mail_address, told) in [("clerk@demo.example", 1), ("nobody@demo.example", 0)] {
        fail(&cloud, &cloud.nobody(), mail_address, 10).await;
        let paused = cloud.nobody().sign_in(mail_address, PASSWORD).await.expect(429);
        assert_eq!((paused.code(), paused.header("retry-after")), ("too_many_attempts", Some("1800")), "{mail_address}");
        cloud.move_clock(TimeDelta::seconds(1799));
        assert_eq!(cloud.nobody().sign_in(mail_address, PASSWORD).await.expect(429).header("retry-after"), Some("1"));
        assert_eq!(subjects(&cloud, mail_address, "ログインの一時停止").await, told, "{mail_address}");
    }
    cloud.move_clock(TimeDelta::seconds(1));
    let clerk = sign_in(&cloud, "clerk@demo.example", PASSWORD).await.expect("the pause is over");
    let me = clerk.get("/api/me").await.expect(200).id();
    let timeline = clerk.get(&format!("/api/timeline?record={me}&operation=sign_in_paused")).await.expect(200);
    assert_eq!(timeline.json["items"].as_array().unwrap().len(), 1);
    // A success begins anew.
    assert_eq!(cloud.nobody().sign_in("clerk@demo.example", WRONG).await.status, 401);
    assert_eq!(cloud.nobody().sign_in("clerk@demo.example", WRONG).await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attempt_during_a_delay_is_neither_looked_at_nor_counted() {
    let cloud = TestCloud::start().await;
    fail(&cloud, &cloud.nobody(), "clerk@demo.example", 3).await;
    for _ in 0..20 {
        let early = cloud.nobody().sign_in("clerk@demo.example", PASSWORD).await.expect(429);
        assert_eq!(early.header("retry-after"), Some("1"));
    }
    cloud.move_clock(TimeDelta::seconds(1));
    assert!(sign_in(&cloud, "clerk@demo.example", PASSWORD).await.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_cannot_lock_out_a_known_device() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    fail(&cloud, &cloud.nobody(), "clerk@demo.example", 10).await;
    assert_eq!(cloud.nobody().sign_in("clerk@demo.example", PASSWORD).await.status, 429);
    let before = clerk.cookie("__Host-device").unwrap();
    assert_eq!(clerk.sign_in("clerk@demo.example", PASSWORD).await.status, 201);
    let after = clerk.cookie("__Host-device").unwrap();
    assert_ne!(before, after, "the token changes with every use");
    // The old token is good for nothing, and another account's device is a stranger's.
    let old = cloud.nobody();
    old.set_cookie("__Host-device", &before);
    assert_eq!(old.sign_in("clerk@demo.example", PASSWORD).await.status, 429);
    let viewer = cloud.actor("viewer@demo.example").await;
    assert_eq!(viewer.sign_in("clerk@demo.example", PASSWORD).await.status, 429);
    // A known device that guesses is paused by itself.
    fail(&cloud, &clerk, "clerk@demo.example", 10).await;
    assert_eq!(clerk.sign_in("clerk@demo.example", PASSWORD).await.header("retry-after"), Some("1800"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_is_known_for_half_a_year_and_to_several_accounts() {
    let cloud = TestCloud::start().await;
    let shared = cloud.actor("clerk@demo.example").await;
    assert_eq!(shared.sign_in("viewer@demo.example", PASSWORD).await.status, 201);
    let told = subjects(&cloud, "clerk@demo.example", "新しい端末").await;
    assert_eq!(shared.sign_in("clerk@demo.example", PASSWORD).await.status, 201);
    assert_eq!(subjects(&cloud, "clerk@demo.example", "新しい端末").await, told, "it is no new device");
    cloud.move_clock(TimeDelta::days(180));
    assert_eq!(shared.sign_in("clerk@demo.example", PASSWORD).await.status, 201);
    assert_eq!(subjects(&cloud, "clerk@demo.example", "新しい端末").await, told + 1);
    let agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";
    let credentials = json!({ "mail_address": "clerk@demo.example", "password": PASSWORD });
    let _session = cloud.nobody().with(&[("user-agent", agent)]).post("/api/sessions", credentials).await.expect(201);
    let mails = cloud.mail_to("clerk@demo.example").await;
    let text = mails.iter().filter_map(|mail| mail.text.as_deref()).find(|text| text.contains("端末: Chrome / Windows\n"));
    assert!(text.is_some_and(|text| text.contains("デモペット少額短期保険")), "it says whose service, and from what");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_failures_stop_a_network_but_not_its_known_devices() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    let mut failed = 0;
    for number in 0..100 {
        // Ten addresses are tried in turn, so that no single one is delayed for long.
        let reply = cloud.nobody().sign_in(&format!("nobody{}@demo.example", number % 50), WRONG).await;
        failed += u32::from(reply.status == 401);
    }
    assert_eq!(failed, 100);
    let stopped = cloud.nobody().sign_in("viewer@demo.example", PASSWORD).await.expect(429);
    let wait_seconds: u32 = stopped.header("retry-after").unwrap().parse().unwrap();
    assert!((500..=600).contains(&wait_seconds), "{wait_seconds}");
    assert_eq!(clerk.sign_in("clerk@demo.example", PASSWORD).await.status, 201);
    cloud.move_clock(TimeDelta::minutes(10));
    assert!(sign_in(&cloud, "viewer@demo.example", PASSWORD).await.is_some());
    // No address lies readable in a key.
    assert!(cloud.dump().await.keys().all(|(_, partition, sort)| !partition.contains("127.0.0.1") && !sort.contains("127.0.0.1")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_from_a_new_device_is_told() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.nobody();
    let body = json!({ "mail_address": "clerk@demo.example", "password": PASSWORD });
    let _signed_in = clerk.with(&[("user-agent", "Mozilla/5.0 (Test)")]).post("/api/sessions", body).await.expect(201);
    let mails = cloud.mail_to("clerk@demo.example").await;
    let mail = mails.iter().find(|mail| mail.subject.contains("新しい端末")).expect("a mail");
    let text = mail.text.as_deref().unwrap();
    assert!(text.contains("127.0.0.1") && text.contains("Mozilla/5.0 (Test)"), "{text}");
    let japanese = text.find("ログインがありました").unwrap();
    assert!(japanese < text.find("There was a sign-in").unwrap(), "Japanese first");
}
