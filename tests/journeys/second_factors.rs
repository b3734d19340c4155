//! Second factors: enrolled, shown, demanded, lost.

use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::caller::Tenant;
use shared::change::item;
use shared::domain::security::{SecondFactorPolicy, Security};
use shared::key;
use shared::ports::{Failure, Operation};
use tests::support::authenticator::{Authenticator, add_passkey, code, enrol_app};
use tests::{Actor, PASSWORD, Reply, TestCloud};
use tokio::task::JoinSet;

const CLERK: &str = "clerk@demo.example";

/// The first step of signing in, which asks for more.
async fn ask(cloud: &TestCloud, mail_address: &str) -> (Actor, Value) {
    let actor = cloud.nobody();
    let asked = actor.sign_in(mail_address, PASSWORD).await.expect(201).json["second_factor"].clone();
    assert!(asked["ticket"].is_string(), "{asked}");
    assert!(actor.cookie("__Host-access").is_none() && actor.cookie("__Host-refresh").is_none(), "nothing is open yet");
    (actor, asked)
}

async fn show(actor: &Actor, asked: &Value, member: &str, proof: &Value) -> Reply {
    actor.post("/api/sessions/second-factor", json!({ "ticket": asked["ticket"], member: proof })).await
}

fn origin(cloud: &TestCloud) -> String {
    cloud.cloud.world.settings.public_origin.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_is_enrolled_and_asked_for_and_no_code_is_taken_twice() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor(CLERK).await;
    let started = clerk.post("/api/me/totp", json!({})).await.expect(201).json;
    assert!(started["otpauth_url"].as_str().unwrap().starts_with("otpauth://totp/localhost:clerk%40demo%2Eexample?secret="));
    assert_eq!(clerk.post("/api/me/totp/confirm", json!({ "code": "000000" })).await.fields()[0].1, "second_factor_wrong");
    let (secret, enrolled) = enrol_app(&clerk, cloud.now()).await;
    assert_eq!(enrolled["recovery_codes"].as_array().unwrap().len(), 10);
    assert_eq!(clerk.post("/api/me/totp", json!({})).await.code(), "totp_exists");

    let (actor, asked) = ask(&cloud, CLERK).await;
    assert_eq!(asked["kinds"], json!(["totp", "recovery_code"]));
    let spent = code(&secret, cloud.now());
    assert_eq!(show(&actor, &asked, "code", &json!(spent)).await.code(), "second_factor_refused", "it enrolled the app");
    cloud.move_clock(TimeDelta::seconds(30));
    let fresh = json!(code(&secret, cloud.now()));
    let signed_in = show(&actor, &asked, "code", &fresh).await.expect(201);
    assert!(signed_in.json["session"].is_string());
    assert!(actor.get("/api/me").await.status == 200 && actor.cookie("__Host-device").is_some());
    assert_eq!(show(&actor, &asked, "code", &fresh).await.code(), "ticket_invalid", "a ticket is good for one session");
    let (again, asked) = ask(&cloud, CLERK).await;
    assert_eq!(show(&again, &asked, "code", &fresh).await.code(), "second_factor_refused", "no code is taken twice");
    assert!(clerk.get("/api/me/second-factors").await.json["shown"] == true);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_who_show_one_code_at_once_one_gets_in() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor(CLERK).await;
    let (secret, _) = enrol_app(&clerk, cloud.now()).await;
    cloud.move_clock(TimeDelta::seconds(30));
    let fresh = json!(code(&secret, cloud.now()));
    let mut asked = Vec::new();
    for _ in 0..20 {
        asked.push(ask(&cloud, CLERK).await);
    }
    let mut attempts = JoinSet::new();
    for (actor, asked) in asked {
        let fresh = fresh.clone();
        attempts.spawn(async move { show(&actor, &asked, "code", &fresh).await.status });
    }
    let statuses = attempts.join_all().await;
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| [201, 401, 429].contains(status)), "{statuses:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_code_signs_in_once_and_renewing_voids_the_others() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor(CLERK).await;
    let (secret, enrolled) = enrol_app(&clerk, cloud.now()).await;
    let codes = enrolled["recovery_codes"].as_array().unwrap().clone();
    let (actor, asked) = ask(&cloud, CLERK).await;
    let as_typed = json!(codes[0].as_str().unwrap().to_lowercase().replace('-', " "));
    assert_eq!(show(&actor, &asked, "recovery_code", &as_typed).await.status, 201);
    assert_eq!(actor.get("/api/me/second-factors").await.json["recovery_codes_left"], 9);
    let (again, asked) = ask(&cloud, CLERK).await;
    assert_eq!(show(&again, &asked, "recovery_code", &codes[0]).await.code(), "second_factor_refused");

    assert_eq!(actor.post("/api/me/recovery-codes", json!({})).await.fields()[0].1, "second_factor_one");
    cloud.move_clock(TimeDelta::seconds(30));
    let proof = json!({ "code": code(&secret, cloud.now()) });
    let renewed = actor.post("/api/me/recovery-codes", proof).await.expect(200).json["recovery_codes"].clone();
    let (last, asked) = ask(&cloud, CLERK).await;
    assert_eq!(show(&last, &asked, "recovery_code", &codes[1]).await.code(), "second_factor_refused");
    assert_eq!(show(&last, &asked, "recovery_code", &renewed[1]).await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_takes_five_wrong_codes_and_they_count_like_wrong_passwords() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor(CLERK).await;
    enrol_app(&clerk, cloud.now()).await;
    let (actor, asked) = ask(&cloud, CLERK).await;
    for _ in 0..5 {
        assert_eq!(show(&actor, &asked, "code", &json!("123456")).await.code(), "second_factor_refused");
        cloud.move_clock(TimeDelta::seconds(20));
    }
    assert_eq!(show(&actor, &asked, "code", &json!("123456")).await.code(), "ticket_invalid");
    // The right password begins no new count.
    let (actor, asked) = ask(&cloud, CLERK).await;
    for _ in 0..5 {
        assert_eq!(show(&actor, &asked, "code", &json!("123456")).await.code(), "second_factor_refused");
        cloud.move_clock(TimeDelta::seconds(31));
    }
    let paused = cloud.nobody().sign_in(CLERK, PASSWORD).await.expect(429);
    let wait_seconds: u32 = paused.header("retry-after").unwrap().parse().unwrap();
    assert!(wait_seconds > 1700, "{wait_seconds}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_holds_for_five_minutes_and_until_the_password_changes() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor(CLERK).await;
    let (secret, _) = enrol_app(&clerk, cloud.now()).await;
    let (late, asked) = ask(&cloud, CLERK).await;
    cloud.move_clock(TimeDelta::minutes(5));
    assert_eq!(show(&late, &asked, "code", &json!(code(&secret, cloud.now()))).await.code(), "ticket_invalid");
    let (other, asked) = ask(&cloud, CLERK).await;
    let changed = json!({ "current_password": PASSWORD, "new_password": "nine violet kettles drifting" });
    assert_eq!(clerk.put("/api/me/password", changed).await.status, 204);
    assert_eq!(show(&other, &asked, "code", &json!(code(&secret, cloud.now()))).await.code(), "ticket_invalid");
    assert_eq!(show(&other, &json!({ "ticket": "made up" }), "code", &json!("123456")).await.code(), "ticket_invalid");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_added_and_signs_in() {
    let cloud = TestCloud::start().await;
    let (clerk, origin) = (cloud.actor(CLERK).await, origin(&cloud));
    let mut key = Authenticator::new();
    assert!(add_passkey(&clerk, &mut key, &origin).await["recovery_codes"].is_array());
    let (actor, asked) = ask(&cloud, CLERK).await;
    assert_eq!(asked["kinds"], json!(["passkey", "recovery_code"]));
    let answer = key.get(&asked["passkey"], &origin);
    assert_eq!(show(&actor, &asked, "passkey", &answer).await.status, 201);
    // A passkey made at one door is taken at the other, where organizations with client certificates come in.
    let (actor, asked) = ask(&cloud, CLERK).await;
    let elsewhere = key.get(&asked["passkey"], &cloud.cloud.world.settings.certificate_origin);
    assert_eq!(show(&actor, &asked, "passkey", &elsewhere).await.status, 201);

    // Another challenge's answer, another site's, another key's, one without a finger, and one whose counter fell back.
    let (actor, asked) = ask(&cloud, CLERK).await;
    let refused = |reply: Reply| assert_eq!(reply.code(), "second_factor_refused", "{}", reply.text);
    refused(show(&actor, &asked, "passkey", &answer).await);
    refused(show(&actor, &asked, "passkey", &key.get(&asked["passkey"], "https://evil.example")).await);
    cloud.move_clock(TimeDelta::seconds(31));
    refused(show(&actor, &asked, "passkey", &Authenticator::new().get(&asked["passkey"], &origin)).await);
    cloud.move_clock(TimeDelta::seconds(31));
    key.verifies = false;
    refused(show(&actor, &asked, "passkey", &key.get(&asked["passkey"], &origin)).await);
    cloud.move_clock(TimeDelta::seconds(31));
    (key.verifies, key.counter) = (true, 0);
    let (actor, asked) = ask(&cloud, CLERK).await;
    refused(show(&actor, &asked, "passkey", &key.get(&asked["passkey"], &origin)).await);
    cloud.move_clock(TimeDelta::seconds(31));
    key.counter = 100;
    assert_eq!(show(&actor, &asked, "passkey", &key.get(&asked["passkey"], &origin)).await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_challenge_is_good_for_one_passkey_of_this_site_and_five_are_enough() {
    let cloud = TestCloud::start().await;
    let (clerk, origin) = (cloud.actor(CLERK).await, origin(&cloud));
    let add = |made: Value| json!({ "name": "鍵", "passkey": made });
    let options = clerk.post("/api/me/passkeys/challenge", json!({})).await.expect(201).json;
    let elsewhere = Authenticator::new().create(&options["creation"], "https://evil.example");
    assert_eq!(clerk.post("/api/me/passkeys", add(elsewhere)).await.fields()[0].1, "passkey_invalid");
    let mut careless = Authenticator::new();
    careless.verifies = false;
    let careless = careless.create(&options["creation"], &origin);
    assert_eq!(clerk.post("/api/me/passkeys", add(careless)).await.fields()[0].1, "passkey_user_unverified");
    let made = Authenticator::new().create(&options["creation"], &origin);
    assert_eq!(clerk.post("/api/me/passkeys", add(made.clone())).await.status, 201);
    assert_eq!(clerk.post("/api/me/passkeys", add(made)).await.code(), "enrolment_expired");
    for _ in 0..4 {
        add_passkey(&clerk, &mut Authenticator::new(), &origin).await;
    }
    let options = clerk.post("/api/me/passkeys/challenge", json!({})).await.expect(201).json;
    let sixth = Authenticator::new().create(&options["creation"], &origin);
    assert_eq!(clerk.post("/api/me/passkeys", add(sixth)).await.code(), "too_many_passkeys");
    let late = clerk.post("/api/me/passkeys/challenge", json!({})).await.expect(201).json;
    cloud.move_clock(TimeDelta::minutes(5));
    let late = Authenticator::new().create(&late["creation"], &origin);
    assert_ne!(clerk.post("/api/me/passkeys", add(late)).await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn removing_a_factor_needs_the_other_and_is_told() {
    let cloud = TestCloud::start().await;
    let (clerk, origin) = (cloud.actor(CLERK).await, origin(&cloud));
    let (secret, _) = enrol_app(&clerk, cloud.now()).await;
    cloud.move_clock(TimeDelta::seconds(30));
    let own = json!({ "code": code(&secret, cloud.now()) });
    assert_eq!(clerk.post("/api/me/second-factors/totp/remove", own.clone()).await.fields()[0].1, "second_factor_wrong");
    let mut key = Authenticator::new();
    add_passkey(&clerk, &mut key, &origin).await;
    let passkey = clerk.get("/api/me/second-factors").await.expect(200).json["passkeys"][0]["id"].as_str().unwrap().to_owned();
    let options = clerk.post("/api/me/passkeys/challenge", json!({})).await.expect(201).json;
    let answer = json!({ "passkey": key.get(&options["request"], &origin) });
    assert_eq!(clerk.post(&format!("/api/me/second-factors/{passkey}/remove"), answer.clone()).await.status, 422, "itself");
    assert_eq!(clerk.post("/api/me/second-factors/totp/remove", answer).await.status, 204);
    assert_eq!(clerk.post("/api/me/second-factors/totp/remove", own).await.status, 404, "it is gone");
    let me = clerk.get("/api/me").await.expect(200).id();
    let timeline = clerk.get(&format!("/api/timeline?record={me}&operation=second_factor_removed")).await.expect(200);
    assert_eq!(timeline.json["items"].as_array().unwrap().len(), 1);
    let mails = cloud.mail_to(CLERK).await;
    assert!(mails.iter().any(|mail| mail.text.as_deref().unwrap_or_default().contains("二要素認証の解除")));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_helps_who_lost_everything_but_not_itself() {
    let cloud = TestCloud::start().await;
    let (clerk, administrator) = (cloud.actor(CLERK).await, cloud.actor("administrator@demo.example").await);
    enrol_app(&clerk, cloud.now()).await;
    let account = clerk.get("/api/me").await.expect(200).id();
    let path = format!("/api/accounts/{account}/second-factors");
    let stranger = cloud.actor("administrator@other.example").await;
    assert_eq!(stranger.delete(&path).await.status, 404);
    assert_eq!(administrator.delete(&path).await.status, 204);
    assert_eq!(administrator.delete(&path).await.status, 404, "there is none left");
    assert!(cloud.nobody().sign_in(CLERK, PASSWORD).await.expect(201).json["session"].is_string());
    assert!(cloud.mail_to(CLERK).await.iter().any(|mail| mail.subject.contains("二要素認証の変更")));
    enrol_app(&administrator, cloud.now()).await;
    let own = administrator.get("/api/me").await.expect(200).id();
    assert_eq!(administrator.delete(&format!("/api/accounts/{own}/second-factors")).await.code(), "second_factor_own");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_without_a_factor_adds_none_beside_one() {
    let cloud = TestCloud::start().await;
    let (owner, thief) = (cloud.actor(CLERK).await, cloud.actor(CLERK).await);
    enrol_app(&owner, cloud.now()).await;
    let options = thief.post("/api/me/passkeys/challenge", json!({})).await.expect(201).json;
    let made = Authenticator::new().create(&options["creation"], &origin(&cloud));
    let refused = thief.post("/api/me/passkeys", json!({ "name": "鍵", "passkey": made })).await.expect(403);
    assert_eq!(refused.code(), "second_factor_needed");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_a_factor_is_demanded_nothing_but_enrolling_is_open_without_one() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor(CLERK).await;
    demand(&cloud, &clerk).await;
    let refused = clerk.get("/api/claims?state=paid").await.expect(403);
    assert_eq!(refused.code(), "second_factor_needed");
    assert_eq!(clerk.get("/api/sessions").await.code(), "second_factor_needed");
    assert_eq!(clerk.get("/api/me").await.status, 200);
    assert_eq!(clerk.post("/api/sessions/refresh", json!({})).await.status, 200);
    let (secret, _) = enrol_app(&clerk, cloud.now()).await;
    assert_eq!(clerk.get("/api/claims?state=paid").await.status, 200, "it was shown by enrolling");
    let (actor, asked) = ask(&cloud, CLERK).await;
    cloud.move_clock(TimeDelta::seconds(30));
    assert_eq!(show(&actor, &asked, "code", &json!(code(&secret, cloud.now()))).await.status, 201);
    assert_eq!(actor.get("/api/claims?state=paid").await.status, 200);
    let late = cloud.actor("viewer@demo.example").await;
    assert_eq!(late.get("/api/claims?state=paid").await.code(), "second_factor_needed");
    assert_eq!(late.delete("/api/sessions/current").await.status, 204);
}

/// What an administrator does at the organization's settings.
async fn demand(cloud: &TestCloud, member: &Actor) {
    let me = member.get("/api/me").await.expect(200).json;
    let tenant = Tenant::of_service(me["organization"]["id"].as_str().unwrap().parse().unwrap());
    let security = Security { second_factor: SecondFactorPolicy::Required, ..Security::default() };
    let operation = Operation {
        conditions: vec![],
        ..Operation::create(key::security(tenant), item(&security).unwrap(), Failure::Conflict("record_changed"))
    };
    cloud.cloud.world.table.commit(&[operation]).await.expect("the demand is written");
}
