//! Mail through a provider abroad: only with an organization's consent, never lost, and never sent more than twice.

use chrono::TimeDelta;
use local::mail::{Fate, Mail, MailgunFault};
use serde_json::{Value, json};
use shared::ports::Metric;
use tests::{Actor, Reply, TestCloud};

const HOOK: &str = "/api/mail-events/mailgun";

async fn organization(actor: &Actor) -> String {
    actor.get("/api/me").await.expect(200).json["organization"]["id"].as_str().unwrap().to_owned()
}

async fn says(cloud: &TestCloud, state: &str) -> Value {
    let organization = organization(&cloud.actor("viewer@demo.example").await).await;
    // What the sign-in wrote goes out before.
    let _delivered = cloud.invoke("mail_deliver", Value::Null).await;
    let said = json!({ "organization": organization, "state": state, "reference": "同意書 2026-1" });
    cloud.invoke("organization_mail_consent", said).await
}

async fn consenting() -> TestCloud {
    let cloud = TestCloud::start().await;
    let said = says(&cloud, "given").await;
    assert_eq!((&said["mail_consent"]["state"], &said["mail_consent"]["reference"]), (&json!("given"), &json!("同意書 2026-1")), "{said}");
    cloud
}

async fn invite(cloud: &TestCloud, name: &str, domain: &str) -> String {
    let mail_address = format!("{name}@{domain}");
    let invited = json!({ "name": "招待 花子", "mail_address": mail_address, "roles": ["viewer"] });
    let _invited = cloud.actor(&format!("administrator@{domain}")).await.post("/api/accounts", invited).await.expect(201);
    mail_address
}

fn abroad(cloud: &TestCloud, mails: &[Mail]) -> usize {
    mails.iter().filter(|mail| cloud.cloud.mailgun.took(&mail.id)).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_mail_of_an_organization_that_consents_goes_abroad_and_only_for_as_long() {
    let cloud = consenting().await;
    assert_eq!(cloud.cloud.mailgun.asked(), 0, "nothing before the consent");
    let (ours, others) = (invite(&cloud, "ours", "demo.example").await, invite(&cloud, "theirs", "other.example").await);
    let (ours, others) = (cloud.mail_to(&ours).await, cloud.mail_to(&others).await);
    assert_eq!((ours.len(), abroad(&cloud, &ours)), (1, 1));
    assert_eq!((others.len(), abroad(&cloud, &others)), (1, 0));
    // The same message as goes through SES, with the identifier that is ours.
    let (mail, other) = (&ours[0], &others[0]);
    assert!(mail.message_id.as_ref().is_some_and(|id| id.starts_with("eml_") && id.ends_with("@local.example")), "{:?}", mail.message_id);
    assert_eq!((&mail.from, &mail.subject), (&other.from, &other.subject));
    assert!(mail.text.as_ref().unwrap().contains("#token=") && mail.html.is_some());

    // What the service says for itself isn't the organization's.
    let demo = organization(&cloud.actor("viewer@demo.example").await).await;
    let incident = json!({
        "title": { "ja": "ログインできない", "en": "Sign-in fails" }, "severity": "major", "occurred_at": cloud.now(),
        "organizations": [demo], "first_report": { "ja": "調査中です。", "en": "We are looking into it." },
    });
    let opened = cloud.invoke("incident_open", incident).await;
    assert!(opened["told"].as_array().is_some_and(|told| told.len() == 1), "{opened}");
    let reports = cloud.mail_to("contact@demo.example").await;
    assert_eq!((reports.len(), abroad(&cloud, &reports)), (1, 0));

    let again = says(&cloud, "given").await;
    assert_eq!(again["code"], "mail_consent_given", "{again}");
    let taken_back = says(&cloud, "taken_back").await;
    assert_eq!(taken_back["mail_consent"]["state"], "taken_back", "{taken_back}");
    let later = invite(&cloud, "later", "demo.example").await;
    let later = cloud.mail_to(&later).await;
    assert_eq!((later.len(), abroad(&cloud, &later)), (1, 0));
    let timeline = cloud.actor("administrator@demo.example").await.get("/api/timeline?limit=100").await.expect(200).text;
    assert!(timeline.contains("mail_consent_given") && timeline.contains("mail_consent_taken_back"), "{timeline}");
    let nobody = json!({ "organization": "org_00000000000000000000000000", "state": "given", "reference": "x" });
    let unknown = cloud.invoke("organization_mail_consent", nobody).await;
    assert_eq!((&unknown["code"], &unknown["errors"][0]["code"]), (&json!("fields_invalid"), &json!("organization_unknown")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_mailgun_could_not_take_is_tried_again_and_arrives_once() {
    let cloud = consenting().await;
    cloud.cloud.mailgun.set_fault(Some(MailgunFault::Answers(503)));
    let to: Vec<String> = invite_all(&cloud, "away", 3).await;
    for mail_address in &to {
        assert!(cloud.mail_to(mail_address).await.is_empty(), "{mail_address}");
    }
    let listed = cloud.invoke("mail_list", json!({})).await.to_string();
    assert!(listed.contains("provider_fault"), "{listed}");
    // What it may have taken goes home, while it is still away.
    cloud.move_clock(TimeDelta::minutes(2));
    for mail_address in &to {
        let mails = cloud.mail_to(mail_address).await;
        assert_eq!((mails.len(), abroad(&cloud, &mails)), (1, 0), "{mail_address}");
    }
    cloud.cloud.mailgun.set_fault(None);
    let back = invite(&cloud, "back", "demo.example").await;
    let back = cloud.mail_to(&back).await;
    assert_eq!((back.len(), abroad(&cloud, &back)), (1, 1));
}

async fn invite_all(cloud: &TestCloud, name: &str, count: usize) -> Vec<String> {
    let mut addresses = Vec::new();
    for number in 0..count {
        addresses.push(invite(cloud, &format!("{name}-{number}"), "demo.example").await);
    }
    addresses
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_whose_answer_is_lost_is_sent_twice_at_most_and_is_one_mail() {
    let cloud = consenting().await;
    cloud.cloud.mailgun.set_fault(Some(MailgunFault::LostReply));
    let to = invite_all(&cloud, "lost", 3).await;
    for _ in 0..5 {
        let _delivered = cloud.invoke("mail_deliver", Value::Null).await;
        cloud.move_clock(TimeDelta::minutes(10));
    }
    for mail_address in &to {
        let mails = cloud.mail_to(mail_address).await;
        assert!((1..=2).contains(&mails.len()), "{mail_address}: {}", mails.len());
        assert!(mails.iter().all(|mail| mail.message_id.is_some() && mail.message_id == mails[0].message_id));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_a_limit_and_a_wrong_key_are_told_apart_and_the_mail_waits() {
    let cloud = consenting().await;
    let alarm = || cloud.cloud.metrics.latest(Metric::MailProviderMisconfigured, None);
    let table = [(400, "provider_refused"), (413, "provider_refused"), (429, "provider_throttled"), (402, "provider_misconfigured")];
    for (status, code) in table {
        assert_eq!(alarm(), None, "{status}");
        cloud.cloud.mailgun.set_fault(Some(MailgunFault::Answers(status)));
        let to = invite(&cloud, &format!("status-{status}"), "demo.example").await;
        assert!(cloud.mail_to(&to).await.is_empty(), "{status}");
        let listed = cloud.invoke("mail_list", json!({})).await;
        let newest = listed["waiting"].as_array().unwrap().iter().max_by_key(|mail| mail["created_at"].to_string()).unwrap();
        assert_eq!((&newest["last_failure"], &newest["kind"]), (&json!(code), &json!("invitation")), "{status}: {listed}");
        cloud.cloud.mailgun.set_fault(None);
        // It asked to be left alone for ten minutes.
        cloud.move_clock(TimeDelta::minutes(2));
        assert_eq!(cloud.mail_to(&to).await.len(), usize::from(status != 429), "{status}");
        cloud.move_clock(TimeDelta::minutes(9));
        let mails = cloud.mail_to(&to).await;
        assert_eq!((mails.len(), abroad(&cloud, &mails)), (1, 1), "{status}: none of these leaves a doubt");
    }
    assert_eq!(alarm(), Some(1.0));

    // A key that Mailgun no longer knows, until an operator keeps the new one.
    let mut wrong = cloud.cloud.mailgun.keys();
    wrong["api_key"] = json!("key-00000000000000000000000000000000");
    let kept = cloud.invoke("mail_keys_set", wrong).await;
    assert!(kept["kept_at"].is_string() && !kept.to_string().contains("key-0"), "{kept}");
    cloud.move_clock(TimeDelta::minutes(6));
    let to = invite(&cloud, "wrong-key", "demo.example").await;
    assert!(cloud.mail_to(&to).await.is_empty());
    assert!(cloud.invoke("mail_list", json!({})).await.to_string().contains("provider_misconfigured"));
    assert!(cloud.invoke("mail_keys_set", cloud.cloud.mailgun.keys()).await["kept_at"].is_string());
    cloud.move_clock(TimeDelta::minutes(6));
    assert_eq!(cloud.mail_to(&to).await.len(), 1);
    let short = cloud.invoke("mail_keys_set", json!({ "api_key": "short", "signing_key": "0123456789abcdef" })).await;
    let refused = (&short["errors"][0]["field"], &short["errors"][0]["code"]);
    assert_eq!(refused, (&json!("api_key"), &json!("provider_secret_invalid")), "{short}");
}

async fn hook(cloud: &TestCloud, told: &Value) -> Reply {
    cloud.nobody().post(HOOK, told.clone()).await
}

async fn suppressed(cloud: &TestCloud, mail_address: &str) -> Value {
    let administrator = cloud.actor("administrator@demo.example").await;
    let found = administrator.post("/api/accounts/search", json!({ "mail_address": mail_address })).await.expect(200);
    let id = found.json["items"][0]["id"].as_str().unwrap().to_owned();
    administrator.get(&format!("/api/accounts/{id}")).await.expect(200).json["mail_suppression"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_permanent_failure_stops_mail_and_tells_the_administrators() {
    let cloud = consenting().await;
    let to = invite(&cloud, "gone", "demo.example").await;
    let mail = cloud.mail_to(&to).await.remove(0);
    let told_before = cloud.mail_to("administrator@demo.example").await.len();
    let event = |fate| cloud.cloud.mailgun.event(&mail, fate, cloud.now()).unwrap();
    let transient = hook(&cloud, &event(Fate::TransientBounce)).await.expect(200);
    assert_eq!((&transient.json["suppressed"], suppressed(&cloud, &to).await), (&json!(false), Value::Null));
    let permanent = hook(&cloud, &event(Fate::Bounce)).await.expect(200);
    assert_eq!(permanent.json["suppressed"], true);
    assert_eq!(suppressed(&cloud, &to).await["reason"], "bounce");
    let notices = cloud.mail_to("administrator@demo.example").await;
    assert!(notices.len() > told_before && notices.iter().any(|mail| mail.subject.contains("Mail to an account is stopped")));
    let complaint = hook(&cloud, &event(Fate::Complaint)).await.expect(200);
    assert_eq!(complaint.json["suppressed"], false, "it is stopped already");
    let timeline = cloud.actor("administrator@demo.example").await.get("/api/timeline?limit=100").await.expect(200);
    let entry = timeline.json["items"].as_array().unwrap().iter().find(|entry| entry["operation"] == "mail_suppressed").cloned();
    assert_eq!(entry.unwrap()["actor"]["name"], "mail_hear", "{}", timeline.text);

    // Over the local door, as a person would bring it about.
    let other = invite(&cloud, "complains", "demo.example").await;
    let mail = cloud.mail_to(&other).await.remove(0);
    let heard = cloud.nobody().post(&format!("/local/mail/{}/complaint", mail.id), Value::Null).await.expect(200);
    assert_eq!((&heard.json["suppressed"], &suppressed(&cloud, &other).await["reason"]), (&json!(true), &json!("complaint")));
}

#[tokio::test(flavor = "multi_thread")]
async fn forged_stale_and_repeated_events_change_nothing() {
    let cloud = consenting().await;
    let to = invite(&cloud, "kept", "demo.example").await;
    let mail = cloud.mail_to(&to).await.remove(0);
    let (mailgun, before) = (&cloud.cloud.mailgun, cloud.dump().await);
    let event = |minutes| mailgun.event(&mail, Fate::Bounce, cloud.now() + TimeDelta::minutes(minutes)).unwrap();
    let altered = |pointer: &str, value: Value| {
        let mut told = event(0);
        *told.pointer_mut(pointer).unwrap() = value;
        told
    };
    let table = [
        ("another signature", altered("/signature/signature", json!("00".repeat(32))), 401, "mail_event_forged"),
        ("no signature", altered("/signature/signature", json!("")), 401, "mail_event_forged"),
        ("another token", altered("/signature/token", json!("0".repeat(50))), 401, "mail_event_forged"),
        ("another time", altered("/signature/timestamp", json!((cloud.now().timestamp() - 1).to_string())), 401, "mail_event_forged"),
        ("six minutes old", event(-6), 401, "mail_event_stale"),
        ("six minutes ahead", event(6), 401, "mail_event_stale"),
        ("unsigned", json!({ "event-data": event(0)["event-data"] }), 422, "fields_invalid"),
        ("of nobody", altered("/event-data/recipient", json!("nobody")), 422, "fields_invalid"),
    ];
    for (case, told, status, code) in table {
        let reply = hook(&cloud, &told).await;
        assert_eq!((reply.status, reply.code()), (status, code), "{case}: {}", reply.text);
    }
    assert_eq!(cloud.dump().await, before);

    // The event isn't covered by the signature: what a listener could alter and send again is refused by its token.
    let mut told = altered("/event-data/event", json!("delivered"));
    let _heard = hook(&cloud, &told).await.expect(200);
    told["event-data"]["event"] = json!("failed");
    for seconds in [0, 200, 280] {
        let again = hook(&cloud, &told).await;
        assert_eq!((again.status, again.code()), (409, "mail_event_used"), "{seconds}");
        cloud.move_clock(TimeDelta::seconds(100));
        let _swept = cloud.invoke("retention_sweep", Value::Null).await;
    }
    assert_eq!(suppressed(&cloud, &to).await, Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keys_lie_wrapped_and_nowhere_else() {
    let cloud = TestCloud::start().await;
    let environment: Vec<&str> = cloud.cloud.environment.iter().map(|(_, value)| value.as_str()).collect();
    let keys = cloud.cloud.mailgun.keys();
    for name in ["api_key", "signing_key"] {
        let key = keys[name].as_str().unwrap();
        assert!(environment.iter().all(|value| !value.contains(key)), "{name} stands in the environment");
        assert!(cloud.dump().await.values().all(|item| !item.to_string().contains(key)), "{name} lies readable in the store");
    }
    let told = json!({ "signature": { "timestamp": "1", "token": "x", "signature": "00" }, "event-data": {} });
    let refused = hook(&cloud, &told).await;
    assert_eq!((refused.status, refused.code()), (401, "mail_event_forged"));
}
