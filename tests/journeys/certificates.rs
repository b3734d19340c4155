//! Client certificates: issued, handed out once, demanded, refused, revoked, and spoken of before they end (WP6, WP13).

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::support::certificate::{ClientCertificate, Door};
use tests::{Actor, PASSWORD, TestCloud};

const ADMINISTRATOR: &str = "administrator@demo.example";
const CLERK: &str = "clerk@demo.example";

async fn demand(administrator: &Actor, policy: &str) -> tests::Reply {
    administrator.put("/api/security", json!({ "certificates": policy, "second_factor": "optional" })).await
}

/// An administrator of the demo organization who shows a certificate of its own.
async fn administrator_with_certificate(cloud: &TestCloud) -> (Actor, ClientCertificate) {
    let administrator = cloud.actor(ADMINISTRATOR).await;
    let account = administrator.get("/api/me").await.expect(200).id();
    let certificate = ClientCertificate::issue(&administrator, json!({ "name": "管理者の端末", "account": account })).await;
    let shown = cloud.at_door(Door::Demanding, Some(&certificate));
    let _session = shown.sign_in(ADMINISTRATOR, PASSWORD).await.expect(201);
    (shown, certificate)
}

async fn certificate(administrator: &Actor, name: &str) -> ClientCertificate {
    ClientCertificate::issue(administrator, json!({ "name": name, "profile": "legacy" })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_handed_out_once_and_its_pass_phrase_never_again() {
    let cloud = TestCloud::start().await;
    let administrator = cloud.actor(ADMINISTRATOR).await;
    let issued = administrator.post("/api/certificates", json!({ "name": "受付の端末", "days": 825 })).await.expect(201);
    assert_eq!(issued.json["certificate"]["state"], "issued");
    let [issued_at, expires_at] = ["issued_at", "expires_at"].map(|member| time(&issued.json["certificate"][member]));
    assert_eq!(expires_at - issued_at, TimeDelta::days(825) - TimeDelta::minutes(5) - TimeDelta::seconds(1));
    let download = format!("/api/certificates/{}/download", issued.id());
    let first = administrator.post(&download, Value::Null).await.expect(200);
    assert_eq!(first.json["file_name"], "受付の端末.p12");
    assert_eq!(administrator.post(&download, Value::Null).await.expect(409).code(), "certificate_downloaded");
    let listed = administrator.get("/api/certificates?state=downloaded").await.expect(200);
    assert_eq!((&listed.json["items"][0]["name"], listed.json["items"].as_array().unwrap().len()), (&json!("受付の端末"), 1));
    assert!(!listed.text.contains(issued.json["pass_phrase"].as_str().unwrap()));
    let timeline = administrator.get(&format!("/api/timeline?record={}", issued.id())).await.expect(200);
    let operations: Vec<&Value> = timeline.json["items"].as_array().unwrap().iter().map(|entry| &entry["operation"]).collect();
    assert_eq!(operations, ["certificate_downloaded", "certificate_issued"]);
}

fn time(text: &Value) -> chrono::DateTime<chrono::FixedOffset> {
    chrono::DateTime::parse_from_rfc3339(text.as_str().unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_nobody_wants_is_gone_after_a_week() {
    let cloud = TestCloud::start().await;
    let issued = cloud.actor(ADMINISTRATOR).await.post("/api/certificates", json!({ "name": "受付の端末" })).await.expect(201);
    cloud.move_clock(TimeDelta::days(7));
    let administrator = cloud.actor(ADMINISTRATOR).await;
    let download = format!("/api/certificates/{}/download", issued.id());
    assert_eq!(administrator.post(&download, Value::Null).await.expect(409).code(), "certificate_file_expired");
    let files =
        async || cloud.dump().await.keys().filter(|(_, partition, sort)| partition.contains("#certificate#") && sort == "FILE").count();
    assert_eq!(files().await, 1);
    cloud.invoke("retention_sweep", Value::Null).await;
    assert_eq!(files().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_orders_name_their_fields() {
    let cloud = TestCloud::start().await;
    let administrator = cloud.actor(ADMINISTRATOR).await;
    let stranger = cloud.actor(CLERK.replace("demo", "other").as_str()).await.get("/api/me").await.expect(200).id();
    let table = [
        (json!({ "name": "端末", "days": 826 }), "days", "certificate_days_out_of_range"),
        (json!({ "name": "端末", "days": 0 }), "days", "certificate_days_out_of_range"),
        (json!({ "name": "端末", "days": "1" }), "days", "type_invalid"),
        (json!({ "name": "端末", "profile": "rc4" }), "profile", "choice_unknown"),
        (json!({ "name": "端末", "account": stranger }), "account", "account_unknown"),
        (json!({ "days": 3 }), "name", "field_missing"),
    ];
    for (order, field, code) in table {
        let refused = administrator.post("/api/certificates", order.clone()).await.expect(422);
        assert_eq!(refused.fields(), [(field.to_owned(), code.to_owned())], "{order}");
    }
    assert_eq!(administrator.get("/api/certificates").await.expect(200).json["items"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_demands_certificates_must_show_one() {
    let cloud = TestCloud::start().await;
    let plain = cloud.actor(ADMINISTRATOR).await;
    assert_eq!(plain.get("/api/security").await.expect(200).json, json!({ "certificates": "not_needed", "second_factor": "optional" }));
    for policy in ["needed", "bound"] {
        assert_eq!(demand(&plain, policy).await.expect(409).code(), "certificate_policy_locks_out");
    }
    let unbound = certificate(&plain, "共用の端末").await;
    let shared = cloud.at_door(Door::Demanding, Some(&unbound));
    let _session = shared.sign_in(ADMINISTRATOR, PASSWORD).await.expect(201);
    assert_eq!(demand(&shared, "bound").await.expect(409).code(), "certificate_policy_locks_out");
    let _needed = demand(&shared, "needed").await.expect(200);
    assert_eq!(plain.get("/api/me").await.expect(403).code(), "certificate_needed");
    let _back = demand(&shared, "not_needed").await.expect(200);
    let _me = plain.get("/api/me").await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organization_that_needs_certificates_is_refused_at_the_other_door() {
    let cloud = TestCloud::start().await;
    let (administrator, _) = administrator_with_certificate(&cloud).await;
    let clerks = certificate(&administrator, "事務の端末").await;
    let before = cloud.actor(CLERK).await;
    let _needed = demand(&administrator, "needed").await.expect(200);

    // The open session too, on its very next request and when it is refreshed.
    assert_eq!(before.get("/api/me").await.expect(403).code(), "certificate_needed");
    assert_eq!(before.post("/api/sessions/refresh", json!({})).await.expect(403).code(), "certificate_needed");
    let without = cloud.at_door(Door::Taking, None);
    assert_eq!(without.sign_in(CLERK, PASSWORD).await.expect(403).code(), "certificate_needed");
    // Nobody learns that without the password, nor from an address that is unknown.
    for (address, password) in [(CLERK, "wrong horse battery staple"), ("nobody@demo.example", PASSWORD)] {
        assert_eq!(without.sign_in(address, password).await.expect(401).code(), "sign_in_refused");
    }
    let with = cloud.at_door(Door::Demanding, Some(&clerks));
    let _session = with.sign_in(CLERK, PASSWORD).await.expect(201);
    let me = with.get("/api/me").await.expect(200);
    assert_eq!(me.json["last_sign_in"]["certificate"], clerks.fingerprint);
    let _refreshed = with.post("/api/sessions/refresh", json!({})).await.expect(200);
    // Another organization demands nothing, and is not asked.
    let _others = cloud.actor("clerk@other.example").await.get("/api/me").await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn links_in_mails_lead_to_the_door_that_the_organization_needs() {
    let cloud = TestCloud::start().await;
    let (administrator, _) = administrator_with_certificate(&cloud).await;
    let invite = async |address: &str| {
        let invited = json!({ "name": "新人 花子", "mail_address": address, "roles": ["viewer"] });
        let invited = administrator.post("/api/accounts", invited).await.expect(201);
        (invited.id(), cloud.mail_to(address).await.remove(0).text.unwrap())
    };
    let (_, text) = invite("early@demo.example").await;
    assert!(text.contains(&format!("{}/password#", cloud.origin(Door::Taking))), "{text}");
    let _needed = demand(&administrator, "needed").await.expect(200);
    let (late, text) = invite("late@demo.example").await;
    let link = format!("{}/password#", cloud.origin(Door::Demanding));
    assert!(text.contains("クライアント証明書を入れた端末で開いてください"), "{text}");
    assert!(text.contains(&link) && !text.contains(&cloud.origin(Door::Taking)), "{text}");
    let _again = administrator.post(&format!("/api/accounts/{late}/reinvite"), Value::Null).await.expect(200);
    assert!(cloud.mail_to("late@demo.example").await.remove(0).text.unwrap().contains(&link));
    let _asked = cloud.nobody().post("/api/password-resets", json!({ "mail_address": CLERK })).await;
    // The first delivery finds out whose address it is.
    let _resolved = cloud.mail_to(CLERK).await;
    assert!(cloud.mail_to(CLERK).await.remove(0).text.unwrap().contains(&link), "the reset");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bound_certificate_lets_its_own_account_in_and_no_other() {
    let cloud = TestCloud::start().await;
    let (administrator, own) = administrator_with_certificate(&cloud).await;
    let anybodys = certificate(&administrator, "共用の端末").await;
    let _bound = demand(&administrator, "bound").await.expect(200);
    let _still_in = administrator.get("/api/me").await.expect(200);
    for certificate in [&own, &anybodys] {
        let clerk = cloud.at_door(Door::Demanding, Some(certificate));
        assert_eq!(clerk.sign_in(CLERK, PASSWORD).await.expect(403).code(), "certificate_not_own");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_is_shown_must_hold_whatever_is_demanded() {
    let cloud = TestCloud::start().await;
    let administrator = cloud.actor(ADMINISTRATOR).await;
    let ours = certificate(&administrator, "事務の端末").await;
    let theirs = certificate(&cloud.actor("administrator@other.example").await, "他社の端末").await;
    let foreign = cloud.at_door(Door::Taking, Some(&theirs));
    assert_eq!(foreign.sign_in(CLERK, PASSWORD).await.expect(403).code(), "certificate_foreign");

    let clerk = cloud.at_door(Door::Taking, Some(&ours));
    let _session = clerk.sign_in(CLERK, PASSWORD).await.expect(201);
    let _me = clerk.get("/api/me").await.expect(200);
    ours.revoke(&administrator).await;
    assert_eq!(clerk.get("/api/me").await.expect(403).code(), "certificate_revoked", "on the very next request");
    assert_eq!(clerk.sign_in(CLERK, PASSWORD).await.expect(403).code(), "certificate_revoked");
    let again = administrator.post(&format!("/api/certificates/{}/revoke", ours.id), json!({ "reason": "二度目" })).await;
    assert_eq!(again.expect(409).code(), "certificate_revoked");
    let listed = administrator.get("/api/certificates").await.expect(200);
    assert_eq!((&listed.json["items"][0]["state"], &listed.json["items"][0]["reason"]), (&json!("revoked"), &json!("紛失")));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_revokes_the_certificate_that_lets_him_in() {
    let cloud = TestCloud::start().await;
    let (administrator, own) = administrator_with_certificate(&cloud).await;
    let other = certificate(&administrator, "予備の端末").await;
    let listed = administrator.get("/api/certificates").await.expect(200);
    let current: Vec<&Value> = listed.json["items"].as_array().unwrap().iter().map(|item| &item["current"]).collect();
    assert_eq!(current, [&json!(false), &json!(true)]);
    let revoke = format!("/api/certificates/{}/revoke", own.id);
    for policy in ["needed", "bound"] {
        let _demanded = demand(&administrator, policy).await.expect(200);
        let refused = administrator.post(&revoke, json!({ "reason": "紛失" })).await.expect(409);
        assert_eq!(refused.code(), "certificate_in_use");
    }
    let _needed = demand(&administrator, "needed").await.expect(200);
    other.revoke(&administrator).await;
    // Without the demand there is a way in without any.
    let _back = demand(&administrator, "not_needed").await.expect(200);
    own.revoke(&administrator).await;
    assert_eq!(administrator.get("/api/me").await.expect(403).code(), "certificate_revoked");
    let _in = cloud.actor(ADMINISTRATOR).await.get("/api/me").await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_certificate_opens_no_door() {
    let cloud = TestCloud::start().await;
    let short = ClientCertificate::issue(&cloud.actor(ADMINISTRATOR).await, json!({ "name": "短期の端末", "days": 1 })).await;
    let clerk = cloud.at_door(Door::Demanding, Some(&short));
    let _session = clerk.sign_in(CLERK, PASSWORD).await.expect(201);
    cloud.move_clock(TimeDelta::days(1));
    // The connection that is still open is refused by the product, a new one by the door.
    assert_eq!(clerk.sign_in(CLERK, PASSWORD).await.expect(403).code(), "certificate_expired");
    let anew = cloud.https_client(Some(&short)).get(format!("{}/api/health", cloud.origin(Door::Demanding))).send().await;
    assert!(anew.is_err(), "{anew:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_makes_the_first_certificate() {
    let cloud = TestCloud::start().await;
    let organization = cloud.actor(ADMINISTRATOR).await.get("/api/me").await.expect(200).json["organization"]["id"].clone();
    let order = json!({ "organization": organization, "name": "最初の端末", "days": 400 });
    let made = cloud.invoke("certificate_issue_first", order).await;
    let text = |member: &str| made[member].as_str().unwrap_or_else(|| panic!("{member} is missing: {made}")).to_owned();
    let certificate = ClientCertificate {
        id: text("id"),
        fingerprint: String::new(),
        file: base64::Engine::decode(&base64::engine::general_purpose::STANDARD, text("content_base64")).unwrap(),
        pass_phrase: text("pass_phrase"),
    };
    let administrator = cloud.at_door(Door::Demanding, Some(&certificate));
    let _session = administrator.sign_in(ADMINISTRATOR, PASSWORD).await.expect(201);
    let _needed = demand(&administrator, "needed").await.expect(200);
    let timeline = administrator.get(&format!("/api/timeline?record={}", certificate.id)).await.expect(200);
    assert_eq!(timeline.json["items"][0]["actor"], json!({ "kind": "operator", "name": "alice" }));
    let unknown = json!({ "organization": "org_01ARZ3NDEK0000000000000000", "name": "端末" });
    assert_eq!(cloud.invoke("certificate_issue_first", unknown).await["errors"][0]["code"], "organization_unknown");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_is_told_30_and_7_days_before_each_once() {
    let cloud = TestCloud::start().await;
    let administrator = cloud.actor(ADMINISTRATOR).await;
    let clerk = cloud.actor(CLERK).await.get("/api/me").await.expect(200).id();
    let issued = ClientCertificate::issue(&administrator, json!({ "name": "事務の端末", "account": clerk, "days": 60 })).await;
    let revoked = certificate(&administrator, "失効した端末").await;
    revoked.revoke(&administrator).await;
    let told = async |days: i64| {
        cloud.move_clock(TimeDelta::days(days));
        cloud.invoke("certificate_remind", Value::Null).await;
        cloud.invoke("certificate_remind", Value::Null).await;
        let mut counts = Vec::new();
        for address in [ADMINISTRATOR, CLERK, "administrator@other.example"] {
            let mails = cloud.mail_to(address).await;
            counts.push(mails.iter().filter(|mail| mail.subject.contains("A client certificate ends")).count());
        }
        counts
    };
    assert_eq!(told(29).await, [0, 0, 0]);
    assert_eq!(told(1).await, [1, 1, 0]);
    assert_eq!(told(22).await, [1, 1, 0]);
    assert_eq!(told(1).await, [2, 2, 0]);
    assert_eq!(told(20).await, [2, 2, 0]);
    let mail = cloud.mail_to(CLERK).await.remove(0).text.unwrap();
    assert!(mail.contains("証明書: 事務の端末\n利用者: 事務 桜\n") && mail.contains("2026-11-30 09:5"), "{mail}");
    let administrator = cloud.actor(ADMINISTRATOR).await;
    let timeline = administrator.get(&format!("/api/timeline?from=2026-10-31&to=2026-11-23&record={}", issued.id)).await.expect(200);
    let reminded = timeline.json["items"].as_array().unwrap().iter().filter(|entry| entry["operation"] == "certificate_reminded");
    assert_eq!(reminded.count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_authority_is_trusted_before_it_issues_and_the_old_one_stays_so() {
    let cloud = TestCloud::start().await;
    let old = ClientCertificate::issue(&cloud.actor(ADMINISTRATOR).await, json!({ "name": "端末", "days": 825 })).await;
    // The authority issues for ten years less twice the longest lifetime.
    cloud.move_clock(TimeDelta::days(3650 - 2 * 825));
    assert_eq!(cloud.invoke("truststore_publish", Value::Null).await["done"], 2);
    let by_old = ClientCertificate::issue(&cloud.actor(ADMINISTRATOR).await, json!({ "name": "端末", "days": 825 })).await;
    cloud.invoke("truststore_publish", Value::Null).await;
    assert_eq!(cloud.invoke("truststore_publish", Value::Null).await["done"], 0);
    let by_new = ClientCertificate::issue(&cloud.actor(ADMINISTRATOR).await, json!({ "name": "端末", "days": 825 })).await;
    for certificate in [&by_old, &by_new] {
        let _session = cloud.at_door(Door::Demanding, Some(certificate)).sign_in(CLERK, PASSWORD).await.expect(201);
    }
    let ended = cloud.https_client(Some(&old)).get(format!("{}/api/health", cloud.origin(Door::Demanding))).send().await;
    assert!(ended.is_err());
}
