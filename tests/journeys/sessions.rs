//! Sessions: refreshed, ended, stolen.

use crate::sign_in;
use chrono::TimeDelta;
use serde_json::json;
use tests::{PASSWORD, TestCloud};

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_and_an_unknown_address_get_the_same_answer() {
    let cloud = TestCloud::start().await;
    let anonymous = cloud.nobody();
    let mut wrong =
        anonymous.post("/api/sessions", json!({ "mail_address": "clerk@demo.example", "password": "wrong password 123" })).await;
    let mut unknown =
        anonymous.post("/api/sessions", json!({ "mail_address": "nobody@demo.example", "password": "wrong password 123" })).await;
    for reply in [&mut wrong, &mut unknown] {
        reply.json["request_id"] = json!(null);
    }
    assert_eq!((wrong.status, wrong.json), (401, unknown.json));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_access_token_ends_after_ten_minutes_and_is_refreshed() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    cloud.move_clock(TimeDelta::minutes(10));
    assert_eq!(clerk.get("/api/me").await.code(), "access_token_expired");
    assert_eq!(clerk.post("/api/sessions/refresh", json!({})).await.status, 200);
    assert_eq!(clerk.get("/api/me").await.status, 200);
    cloud.move_clock(TimeDelta::minutes(30));
    assert_eq!(clerk.post("/api/sessions/refresh", json!({})).await.code(), "session_expired");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_after_twelve_hours_however_often_it_is_refreshed() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    for _ in 0..28 {
        cloud.move_clock(TimeDelta::minutes(25));
        assert_eq!(clerk.post("/api/sessions/refresh", json!({})).await.status, 200);
    }
    cloud.move_clock(TimeDelta::minutes(25));
    assert_eq!(clerk.post("/api/sessions/refresh", json!({})).await.code(), "session_expired");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_refresh_token_is_taken_for_ten_seconds_and_then_ends_the_session() {
    let cloud = TestCloud::start().await;
    let second = cloud.actor("clerk@demo.example").await;
    let (first, third) = (second.copy(), second.copy());
    assert_eq!(second.post("/api/sessions/refresh", json!({})).await.status, 200);
    cloud.move_clock(TimeDelta::seconds(8));
    assert_eq!(first.post("/api/sessions/refresh", json!({})).await.status, 200, "two tabs");
    cloud.move_clock(TimeDelta::seconds(3));
    assert_eq!(third.post("/api/sessions/refresh", json!({})).await.code(), "session_ended");
    assert_eq!(second.get("/api/me").await.code(), "session_ended");
    assert_eq!(second.post("/api/sessions/refresh", json!({})).await.code(), "session_ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_the_session_at_once() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    let thief = clerk.copy();
    assert_eq!(clerk.delete("/api/sessions/current").await.status, 204);
    assert_eq!(clerk.get("/api/me").await.code(), "session_missing");
    assert_eq!(thief.get("/api/me").await.code(), "session_ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_sign_ins_are_shown_with_time_and_address() {
    let cloud = TestCloud::start().await;
    cloud.actor("clerk@demo.example").await;
    cloud.move_clock(TimeDelta::hours(1));
    let me = sign_in(&cloud, "clerk@demo.example", PASSWORD).await.expect("signs in").get("/api/me").await;
    let (last, previous) = (me.json["last_sign_in"]["at"].as_str().unwrap(), me.json["previous_sign_in"]["at"].as_str().unwrap());
    assert!(previous < last && last.ends_with("+09:00"));
    assert_eq!(me.json["last_sign_in"]["address"], "127.0.0.1");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_refresh_takes_the_cookies_away() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    let thief = clerk.copy();
    let _fresh = clerk.post("/api/sessions/refresh", json!({})).await.expect(200);
    cloud.move_clock(TimeDelta::seconds(11));
    let refused = thief.post("/api/sessions/refresh", json!({})).await.expect(401);
    assert_eq!((refused.code(), refused.header("content-type")), ("session_ended", Some("application/problem+json")));
    let mut cookies: Vec<&str> = refused.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap()).collect();
    cookies.sort_unstable();
    let gone = "Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0";
    assert_eq!(cookies, [format!("__Host-access=; {gone}"), format!("__Host-refresh=; {gone}")]);
    assert_eq!(thief.get("/api/me").await.code(), "session_missing");
    assert_eq!(clerk.get("/api/me").await.code(), "session_ended");
}
