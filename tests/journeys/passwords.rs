//! Passwords: changed, forgotten, reset.

use crate::{link, sign_in};
use chrono::TimeDelta;
use serde_json::json;
use tests::{PASSWORD, TestCloud};

const NEW: &str = "まったく新しいパスワード2026";

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_password_ends_every_other_session() {
    let cloud = TestCloud::start().await;
    let (here, there) = (cloud.actor("clerk@demo.example").await, cloud.actor("clerk@demo.example").await);
    let change = |current: &str, new: &str| json!({ "current_password": current, "new_password": new });
    assert_eq!(here.put("/api/me/password", change("wrong password here", NEW)).await.json["errors"][0]["code"], "password_wrong");
    assert_eq!(here.put("/api/me/password", change(PASSWORD, PASSWORD)).await.json["errors"][0]["code"], "password_unchanged");
    assert_eq!(here.put("/api/me/password", change(PASSWORD, "short")).await.json["errors"][0]["code"], "password_too_short");
    let copied = here.copy();
    assert_eq!(here.put("/api/me/password", change(PASSWORD, NEW)).await.status, 204);
    assert_eq!(copied.get("/api/me").await.code(), "session_ended", "a copy of its tokens is left behind");
    assert_eq!(here.get("/api/me").await.status, 200);
    assert_eq!(there.get("/api/me").await.code(), "session_ended");
    assert!(sign_in(&cloud, "clerk@demo.example", PASSWORD).await.is_none());
    assert!(sign_in(&cloud, "clerk@demo.example", NEW).await.is_some());
    assert!(cloud.mail_to("clerk@demo.example").await.iter().any(|mail| mail.subject.contains("パスワードが変更されました")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_reset_by_mail_and_unknown_addresses_look_the_same() {
    let cloud = TestCloud::start().await;
    let anonymous = cloud.nobody();
    let known = anonymous.post("/api/password-resets", json!({ "mail_address": "clerk@demo.example" })).await;
    let unknown = anonymous.post("/api/password-resets", json!({ "mail_address": "nobody@demo.example" })).await;
    assert_eq!((known.status, &known.json), (202, &unknown.json));
    let token = link(&cloud, "clerk@demo.example").await;
    assert!(cloud.mail_to("nobody@demo.example").await.is_empty());
    assert_eq!(anonymous.post("/api/passwords", json!({ "token": token, "new_password": NEW })).await.status, 200);
    assert!(sign_in(&cloud, "clerk@demo.example", NEW).await.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_that_can_be_guessed_is_refused_with_reason_and_hint() {
    let cloud = TestCloud::start().await;
    let anonymous = cloud.nobody();
    anonymous.post("/api/password-resets", json!({ "mail_address": "clerk@demo.example" })).await;
    let token = link(&cloud, "clerk@demo.example").await;
    let table = [
        ("too short", "password_too_short"),
        ("Correct Horse Battery Staple", "password_common"),
        ("masterofpuppets", "password_common"),
        ("事務桜デモペット少額短期保険", "password_too_short"),
        ("事務 桜 デモペット少額短期保険", "password_repeats_account"),
        ("clerk@demo.example", "password_repeats_account"),
        ("xyxyxyxyxyxyxyxyxyxy", "password_guessable"),
    ];
    for (password, code) in table {
        let reply = anonymous.post("/api/passwords", json!({ "token": token, "new_password": password })).await.expect(422);
        assert_eq!(reply.fields(), [("new_password".to_owned(), code.to_owned())], "{password}");
    }
    let clerk = cloud.actor("clerk@demo.example").await;
    let guessable = json!({ "current_password": PASSWORD, "new_password": "xyxyxyxyxyxyxyxyxyxy" });
    for (language, hint) in [("ja", "同じ文字や言葉の繰り返しは避けてください。"), ("en", "Avoid repeated words and characters.")]
    {
        let reply = clerk.with(&[("accept-language", language)]).put("/api/me/password", guessable.clone()).await.expect(422);
        assert_eq!((&reply.json["errors"][0]["code"], &reply.json["errors"][0]["hint"]), (&json!("password_guessable"), &json!(hint)));
    }
    assert_eq!(anonymous.post("/api/passwords", json!({ "token": token, "new_password": NEW })).await.status, 200, "the link still holds");
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_the_present_password_is_slowed_down_and_strangers_slow_nobody_down() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    for _ in 0..10 {
        let reply = cloud.nobody().sign_in("clerk@demo.example", "a stranger guesses").await;
        assert!([401, 429].contains(&reply.status));
        cloud.move_clock(TimeDelta::seconds(31));
    }
    let change = |current: &str| json!({ "current_password": current, "new_password": NEW });
    for _ in 0..3 {
        assert_eq!(clerk.put("/api/me/password", change("wrong password here")).await.status, 422);
    }
    assert_eq!(clerk.put("/api/me/password", change(PASSWORD)).await.code(), "too_many_attempts");
    cloud.move_clock(TimeDelta::seconds(1));
    assert_eq!(clerk.put("/api/me/password", change(PASSWORD)).await.status, 204);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_link_holds_for_thirty_minutes() {
    let cloud = TestCloud::start().await;
    let anonymous = cloud.nobody();
    anonymous.post("/api/password-resets", json!({ "mail_address": "clerk@demo.example" })).await;
    let token = link(&cloud, "clerk@demo.example").await;
    cloud.move_clock(TimeDelta::minutes(30));
    assert_eq!(anonymous.post("/api/passwords", json!({ "token": token, "new_password": NEW })).await.code(), "link_invalid");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_run_nothing_but_their_own_scripts() {
    let cloud = TestCloud::start().await;
    // The link's page is one of the console's.
    for (path, scripts) in [("/password", "script-src 'self';"), ("/inquiry", "script-src 'sha256-"), ("/card", "script-src 'sha256-")] {
        let page = cloud.nobody().get(path).await.expect(200);
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.contains(scripts) && !policy.contains("unsafe"), "{path}: {policy}");
    }
}
