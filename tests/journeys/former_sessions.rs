//! The session that a browser had before somebody signs in with it: it ends with the sign-in.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::support::authenticator::{Authenticator, code, enrol_app};
use tests::{Actor, PASSWORD, Reply, TestCloud};

const CLERK: &str = "clerk@demo.example";
const REFRESH: &str = "__Host-refresh";

/// What the account's timeline tells, the newest first.
async fn told(actor: &Actor) -> Vec<Value> {
    let me = actor.get("/api/me").await.expect(200).id();
    actor.get(&format!("/api/timeline?record={me}&limit=100")).await.expect(200).json["items"].as_array().unwrap().clone()
}

fn operations(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|entry| entry["operation"].as_str().unwrap()).collect()
}

async fn is_over(session: &Actor) {
    assert_eq!(session.get("/api/me").await.code(), "session_ended");
    assert_eq!(session.post("/api/sessions/refresh", json!({})).await.code(), "session_ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_ends_the_session_that_the_browser_had_and_no_other() {
    let cloud = TestCloud::start().await;
    let (browser, elsewhere) = (cloud.actor(CLERK).await, cloud.actor(CLERK).await);
    let former = browser.copy();
    assert_eq!(browser.sign_in(CLERK, "wrong password 123").await.status, 401);
    assert_eq!(former.get("/api/me").await.status, 200, "a guess ends nothing");
    let before = told(&browser).await;

    assert_eq!(browser.sign_in(CLERK, PASSWORD).await.status, 201);
    is_over(&former).await;
    assert_eq!((browser.get("/api/me").await.status, elsewhere.get("/api/me").await.status), (200, 200));
    for name in ["__Host-access", REFRESH] {
        assert_ne!(browser.cookie(name), former.cookie(name), "{name}");
    }
    // One request, two entries of one chain.
    let after = told(&browser).await;
    assert_eq!((after.len(), &operations(&after)[..2]), (before.len() + 2, &["signed_in", "signed_out"][..]));
    let (signed_in, signed_out) = (&after[0], &after[1]);
    assert_eq!((&signed_in["previous"], &signed_out["previous"]), (&signed_out["hash"], &before[0]["hash"]));
    assert_eq!((&signed_in["request"], &signed_out["changes"]), (&signed_out["request"], &json!([])));
    assert_eq!(signed_out["record_hash"], before[0]["record_hash"]);
    let open = browser.get("/api/sessions").await.expect(200).json;
    assert!(open["items"].as_array().unwrap().iter().filter(|session| session["current"] == true).count() == 1, "{open}");
    // The account's record goes on from there.
    assert_eq!(browser.delete("/api/sessions/current").await.status, 204);
    assert_eq!(operations(&told(&elsewhere).await)[0], "signed_out");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_in_as_another_ends_the_former_session_and_stays_unknown_to_it() {
    let cloud = TestCloud::start().await;
    for other in ["viewer@demo.example", "viewer@other.example"] {
        let browser = cloud.actor(CLERK).await;
        let former = browser.copy();
        let clerk = browser.get("/api/me").await.expect(200).id();
        assert_eq!(browser.sign_in(other, PASSWORD).await.status, 201);
        is_over(&former).await;
        let viewer = browser.get("/api/me").await.expect(200);
        assert_eq!(viewer.json["mail_address"], other);
        let entries = told(&cloud.actor(CLERK).await).await;
        assert_eq!(operations(&entries)[..2], ["signed_in", "signed_out"]);
        assert_eq!((&entries[1]["actor"]["id"], &entries[1]["actor_name"]), (&json!(clerk), &entries[0]["actor_name"]));
        assert!(entries.iter().all(|entry| !entry.to_string().contains(&viewer.id())), "{other}");
        assert_eq!(operations(&told(&browser).await)[0], "signed_in");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_former_session_goes_on_until_the_second_factor_is_shown() {
    let cloud = TestCloud::start().await;
    let browser = cloud.actor(CLERK).await;
    let (secret, _) = enrol_app(&browser, cloud.now()).await;
    let former = browser.copy();
    cloud.move_clock(TimeDelta::seconds(30));
    let asked = browser.sign_in(CLERK, PASSWORD).await.expect(201).json["second_factor"]["ticket"].clone();
    let show = async |code: String| browser.post("/api/sessions/second-factor", json!({ "ticket": asked, "code": code })).await.status;
    assert_eq!((show("000000".into()).await, former.get("/api/me").await.status), (401, 200));
    assert_eq!(show(code(&secret, cloud.now())).await, 201);
    is_over(&former).await;
    assert_eq!(browser.get("/api/me").await.status, 200);
}

/// Shows a factor anew within a session, and holds that a copy of its tokens is left behind, within the same twelve hours.
async fn leaves_copies_behind(actor: &Actor, operation: (&str, Value), expected: u16) {
    let copied = actor.copy();
    let ends_at = |listed: &Reply| {
        let sessions = listed.json["items"].as_array().unwrap().clone();
        sessions.iter().find(|session| session["current"] == true).unwrap()["ends_at"].clone()
    };
    let before = actor.get("/api/sessions").await.expect(200);
    let _done = actor.post(operation.0, operation.1).await.expect(expected);
    is_over(&copied).await;
    let after = actor.get("/api/sessions").await.expect(200);
    assert_eq!(
        (ends_at(&after), after.json["items"].as_array().unwrap().len()),
        (ends_at(&before), before.json["items"].as_array().unwrap().len())
    );
    assert_eq!(actor.post("/api/sessions/refresh", json!({})).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_factor_that_is_shown_anew_renews_the_session() {
    let cloud = TestCloud::start().await;
    let (clerk, origin) = (cloud.actor(CLERK).await, cloud.cloud.world.settings.public_origin.clone());
    cloud.move_clock(TimeDelta::minutes(1));
    let secret = clerk.post("/api/me/totp", json!({})).await.expect(201).json["secret"].as_str().unwrap().to_owned();
    let own_code = || json!({ "code": code(&secret, cloud.now()) });
    leaves_copies_behind(&clerk, ("/api/me/totp/confirm", own_code()), 200).await;
    let mut key = Authenticator::new();
    let options = clerk.post("/api/me/passkeys/challenge", json!({})).await.expect(201).json;
    let made = json!({ "name": "鍵", "passkey": key.create(&options["creation"], &origin) });
    leaves_copies_behind(&clerk, ("/api/me/passkeys", made), 201).await;
    cloud.move_clock(TimeDelta::minutes(1));
    leaves_copies_behind(&clerk, ("/api/me/recovery-codes", own_code()), 200).await;
    let options = clerk.post("/api/me/passkeys/challenge", json!({})).await.expect(201).json;
    let shown = json!({ "passkey": key.get(&options["request"], &origin) });
    leaves_copies_behind(&clerk, ("/api/me/second-factors/totp/remove", shown), 204).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_does_not_hold_keeps_nobody_from_signing_in() {
    let cloud = TestCloud::start().await;
    let (idle, viewer) = (cloud.actor(CLERK).await, cloud.actor("viewer@demo.example").await);
    cloud.move_clock(TimeDelta::minutes(31));
    let (ended, open) = (cloud.actor(CLERK).await, cloud.actor(CLERK).await);
    let tokens = [&idle, &ended, &open, &viewer].map(|actor| actor.cookie(REFRESH).unwrap());
    assert_eq!(ended.delete("/api/sessions/current").await.status, 204);
    let before = operations(&told(&open).await).iter().filter(|operation| **operation != "signed_in").count();

    let [idle, ended, clerks, viewers] = tokens;
    let swapped: Vec<&str> =
        clerks.split('.').zip(viewers.split('.')).enumerate().map(|(place, (own, other))| if place == 1 { other } else { own }).collect();
    for token in [idle.as_str(), &ended, &swapped.join("."), "a.b.c.d", "..."] {
        let browser = cloud.nobody();
        browser.set_cookie(REFRESH, token);
        assert_eq!(browser.sign_in(CLERK, PASSWORD).await.status, 201, "{token}");
    }
    assert_eq!(open.get("/api/me").await.status, 200);
    let after = told(&open).await;
    assert_eq!(operations(&after).iter().filter(|operation| **operation != "signed_in").count(), before, "{:?}", operations(&after));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_token_that_comes_with_a_sign_in_ends_the_session_that_somebody_else_goes_on_with() {
    let cloud = TestCloud::start().await;
    let browser = cloud.actor(CLERK).await;
    let thief = browser.copy();
    assert_eq!(thief.post("/api/sessions/refresh", json!({})).await.status, 200);
    cloud.move_clock(TimeDelta::seconds(11));
    assert_eq!(browser.sign_in(CLERK, PASSWORD).await.status, 201);
    is_over(&thief).await;
    assert_eq!(operations(&told(&browser).await)[..2], ["signed_in", "session_reuse_detected"]);
}
