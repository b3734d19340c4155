//! Sessions listed and ended: by their owner, who shows anew that it is itself, and by administrators.

use crate::sign_in;
use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::support::authenticator::{Authenticator, add_passkey, code, enrol_app};
use tests::{Actor, PASSWORD, Reply, TestCloud};

const CLERK: &str = "clerk@demo.example";
const ALL: &str = "/api/sessions/end";

fn ids(listed: &Value) -> Vec<String> {
    listed["items"].as_array().unwrap().iter().map(|session| session["id"].as_str().unwrap().to_owned()).collect()
}

async fn own_session(actor: &Actor) -> String {
    actor.get("/api/me").await.expect(200).json["session"].as_str().unwrap().to_owned()
}

fn one(session: &str) -> String {
    format!("/api/sessions/{session}/end")
}

fn password() -> Value {
    json!({ "password": PASSWORD })
}

fn is_refused(reply: &Reply, field: &str, code: &str) {
    assert_eq!((reply.status, reply.fields()), (422, vec![(field.to_owned(), code.to_owned())]), "{}", reply.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_listed_and_ended_by_their_owner() {
    let cloud = TestCloud::start().await;
    let here = cloud.actor(CLERK).await;
    cloud.move_clock(TimeDelta::seconds(1));
    let there = cloud.actor(CLERK).await;
    let (here_id, there_id) = (own_session(&here).await, own_session(&there).await);
    let listed = here.get("/api/sessions").await.expect(200).json;
    assert_eq!(ids(&listed)[..2], [there_id.clone(), here_id.clone()], "the newest first");
    assert_eq!((&listed["items"][0]["current"], &listed["items"][1]["current"]), (&json!(false), &json!(true)));
    assert_eq!(listed["items"][0]["address"], "127.0.0.1");

    let copied = here.copy();
    assert_eq!(here.post(&one(&there_id), password()).await.status, 204);
    assert_eq!(copied.get("/api/me").await.code(), "session_ended", "a copy of its tokens is left behind");
    assert_eq!(there.get("/api/me").await.code(), "session_ended");
    assert_eq!(there.post("/api/sessions/refresh", json!({})).await.code(), "session_ended");
    assert!(!ids(&here.get("/api/sessions").await.json).contains(&there_id));
    assert_eq!(here.post(&one(&there_id), password()).await.status, 404, "it is over");
    let viewer = cloud.actor("viewer@demo.example").await;
    let viewers = own_session(&viewer).await;
    assert_eq!(here.post(&one(&viewers), password()).await.status, 404, "another account's");

    assert_eq!(here.post(&one(&here_id), password()).await.status, 404, "it went on in a new one");
    let ended = here.post(&one(&own_session(&here).await), password()).await.expect(204);
    assert!(ended.header("clear-site-data").is_some());
    assert_eq!(here.get("/api/me").await.code(), "session_missing", "the cookies are gone");
    let clerk = cloud.actor(CLERK).await;
    cloud.move_clock(TimeDelta::minutes(31));
    let administrator = cloud.actor("administrator@demo.example").await;
    let account = clerk_account(&administrator).await;
    let listed = administrator.get(&format!("/api/accounts/{account}/sessions")).await.expect(200);
    assert!(ids(&listed.json).is_empty(), "idle sessions are over");
    drop(clerk);
}

#[tokio::test(flavor = "multi_thread")]
async fn all_sessions_end_at_once_with_the_one_that_asks() {
    let cloud = TestCloud::start().await;
    let (here, there, viewer) = (cloud.actor(CLERK).await, cloud.actor(CLERK).await, cloud.actor("viewer@demo.example").await);
    let copied = here.copy();
    let ended = here.post(ALL, password()).await.expect(204);
    assert!(ended.header("clear-site-data").is_some());
    assert_eq!(here.get("/api/me").await.code(), "session_missing");
    for session in [&there, &copied] {
        assert_eq!(session.get("/api/me").await.code(), "session_ended");
        assert_eq!(session.post("/api/sessions/refresh", json!({})).await.code(), "session_ended");
    }
    assert_eq!(viewer.get("/api/me").await.status, 200);
    let again = sign_in(&cloud, CLERK, PASSWORD).await.expect("nothing else has changed");
    let me = again.get("/api/me").await.expect(200).id();
    let timeline = again.get(&format!("/api/timeline?record={me}&operation=all_sessions_ended")).await.expect(200).json;
    assert_eq!((timeline["items"].as_array().unwrap().len(), &timeline["items"][0]["actor"]["id"]), (1, &json!(me)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_alone_ends_no_other() {
    let cloud = TestCloud::start().await;
    let (thief, owner) = (cloud.actor(CLERK).await, cloud.actor(CLERK).await);
    let owners = own_session(&owner).await;
    for path in [one(&owners), ALL.to_owned()] {
        is_refused(&thief.post(&path, json!({})).await, "password", "confirmation_one");
        is_refused(&thief.post(&path, json!({ "password": PASSWORD, "code": "123456" })).await, "password", "confirmation_one");
        is_refused(&thief.post(&path, json!({ "recovery_code": "AAAA" })).await, "recovery_code", "field_unknown");
        is_refused(&thief.post(&path, json!({ "code": "123456" })).await, "code", "second_factor_wrong");
        cloud.move_clock(TimeDelta::minutes(1));
        is_refused(&thief.post(&path, json!({ "password": "wrong password 123" })).await, "password", "password_wrong");
        cloud.move_clock(TimeDelta::minutes(1));
    }
    // Guesses are slowed down as those of a sign-in; the right password waits as well.
    let wrong = json!({ "password": "wrong password 123" });
    assert_eq!(thief.post(ALL, wrong).await.status, 422);
    let early = thief.post(ALL, password()).await.expect(429);
    assert_eq!(early.code(), "too_many_attempts");
    assert_eq!(owner.get("/api/me").await.status, 200);
    // Signing out asks for nothing.
    assert_eq!(thief.delete("/api/sessions/current").await.status, 204);
    assert_eq!(owner.get("/api/me").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_or_a_passkey_ends_a_session_once() {
    let cloud = TestCloud::start().await;
    let (here, origin) = (cloud.actor(CLERK).await, cloud.cloud.world.settings.public_origin.clone());
    let others = [own_session(&cloud.actor(CLERK).await).await, own_session(&cloud.actor(CLERK).await).await];
    let (secret, _) = enrol_app(&here, cloud.now()).await;
    let mut key = Authenticator::new();
    add_passkey(&here, &mut key, &origin).await;
    cloud.move_clock(TimeDelta::seconds(30));
    let fresh = json!({ "code": code(&secret, cloud.now()) });
    assert_eq!(here.post(&one(&others[0]), fresh.clone()).await.status, 204);
    is_refused(&here.post(&one(&others[1]), fresh).await, "code", "second_factor_wrong");

    let challenge = async || here.post("/api/me/passkeys/challenge", json!({})).await.expect(201).json["request"].clone();
    let answer = json!({ "passkey": key.get(&challenge().await, &origin) });
    assert_eq!(here.post(&one(&others[1]), answer.clone()).await.status, 204);
    is_refused(&here.post(ALL, answer.clone()).await, "passkey", "second_factor_wrong");
    let _another = challenge().await;
    cloud.move_clock(TimeDelta::seconds(30));
    is_refused(&here.post(ALL, answer).await, "passkey", "second_factor_wrong");
    cloud.move_clock(TimeDelta::seconds(30));
    let late = json!({ "passkey": key.get(&challenge().await, &origin) });
    cloud.move_clock(TimeDelta::minutes(5));
    is_refused(&here.post(ALL, late).await, "passkey", "second_factor_wrong");
}

async fn clerk_account(administrator: &Actor) -> String {
    let accounts = administrator.get("/api/accounts?limit=100").await.expect(200).json;
    let clerk = accounts["items"].as_array().unwrap().iter().find(|account| account["mail_address"] == CLERK).unwrap();
    clerk["id"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_end_one_or_all_sessions_of_their_accounts() {
    let cloud = TestCloud::start().await;
    let administrator = cloud.actor("administrator@demo.example").await;
    let (first, second, third) = (cloud.actor(CLERK).await, cloud.actor(CLERK).await, cloud.actor(CLERK).await);
    let account = first.get("/api/me").await.expect(200).id();
    let path = format!("/api/accounts/{account}/sessions");
    let first_id = own_session(&first).await;
    assert!(ids(&administrator.get(&path).await.expect(200).json).contains(&first_id));
    assert_eq!(administrator.delete(&format!("{path}/{first_id}")).await.status, 204);
    assert_eq!(first.get("/api/me").await.code(), "session_ended");
    assert_eq!(second.get("/api/me").await.status, 200);
    assert_eq!(administrator.delete(&path).await.status, 204);
    for actor in [&second, &third] {
        assert_eq!(actor.get("/api/me").await.code(), "session_ended");
    }
    assert!(ids(&administrator.get(&path).await.expect(200).json).is_empty());
    assert!(sign_in(&cloud, CLERK, PASSWORD).await.is_some(), "nothing else has changed");
    let timeline = administrator.get(&format!("/api/accounts/{account}/timeline")).await.expect(200).json;
    let operations: Vec<&str> = timeline["items"].as_array().unwrap().iter().map(|entry| entry["operation"].as_str().unwrap()).collect();
    assert!(operations.contains(&"session_ended") && operations.contains(&"all_sessions_ended"), "{operations:?}");
    // Their own as everybody, with a factor shown.
    let own = administrator.get("/api/me").await.expect(200).json;
    let own_path = format!("/api/accounts/{}/sessions", own["id"].as_str().unwrap());
    for path in [own_path.clone(), format!("{own_path}/{}", own["session"].as_str().unwrap())] {
        assert_eq!(administrator.delete(&path).await.expect(409).code(), "session_own");
    }
    assert_eq!(administrator.get(&own_path).await.status, 200);
    let other = cloud.actor("administrator@other.example").await;
    assert_eq!(other.get(&path).await.status, 404);
    assert_eq!(other.delete(&path).await.status, 404);
}
