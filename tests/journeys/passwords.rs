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
    assert_eq!(here.put("/api/me/password", change(PASSWORD, NEW)).await.status, 204);
    assert_eq!(here.get("/api/me").await.status, 200);
    assert_eq!(there.get("/api/me").await.code(), "session_ended");
    assert!(sign_in(&cloud, "clerk@demo.example", PASSWORD).await.is_none());
    assert!(sign_in(&cloud, "clerk@demo.example", NEW).await.is_some());
    assert!(cloud.mail_to("clerk@demo.example").await[0].subject.contains("パスワードが変更されました"));
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
async fn a_reset_link_holds_for_thirty_minutes() {
    let cloud = TestCloud::start().await;
    let anonymous = cloud.nobody();
    anonymous.post("/api/password-resets", json!({ "mail_address": "clerk@demo.example" })).await;
    let token = link(&cloud, "clerk@demo.example").await;
    cloud.move_clock(TimeDelta::minutes(30));
    assert_eq!(anonymous.post("/api/passwords", json!({ "token": token, "new_password": NEW })).await.code(), "link_invalid");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_behind_the_link_runs_nothing_but_its_own_script() {
    let cloud = TestCloud::start().await;
    let page = cloud.nobody().get("/password").await;
    assert_eq!(page.status, 200);
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("script-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
}
