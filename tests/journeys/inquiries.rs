//! Inquiries: they reach the support desk under a number, whoever sends them, and say nothing to anybody else.

use chrono::TimeDelta;
use local::mail::{Fate, Mail};
use serde_json::{Value, json};
use tests::TestCloud;

const DESK: &str = "support@local.example";

fn inquiry(reply_to: Option<&str>) -> Value {
    let mut input = json!({ "subject": "<b>請求</b>が開けない", "text": "昨日から開けません。\n急ぎです。" });
    if let Some(address) = reply_to {
        input["reply_to"] = json!(address);
    }
    input
}

async fn mails(cloud: &TestCloud, to: &str, number: &Value) -> Vec<Mail> {
    let mut mails = cloud.mail_to(to).await;
    mails.retain(|mail| mail.subject.contains(number.as_str().unwrap()));
    mails
}

#[tokio::test(flavor = "multi_thread")]
async fn a_strangers_inquiry_reaches_the_desk_and_leaves_nothing_readable() {
    let cloud = TestCloud::start().await;
    let stranger = "stranger@elsewhere.example";
    let sent = cloud.nobody().post("/api/inquiries", inquiry(Some(stranger))).await.expect(202);
    let number = &sent.json["number"];
    assert!(number.as_str().unwrap().starts_with(&format!("Q-{}-", cloud.today().format("%Y%m%d"))), "{}", sent.text);
    let dump: Vec<String> = cloud.dump().await.into_iter().map(|(key, item)| format!("{key:?} {item}")).collect();
    for secret in [stranger, "請求", "急ぎ", DESK] {
        assert!(dump.iter().all(|item| !item.contains(secret)), "{secret} lies in the store");
    }
    let entries = |dump: &[String]| dump.iter().filter(|item| item.contains("inquiry_sent")).count();
    assert_eq!(entries(&dump), 0);

    let to_desk = mails(&cloud, DESK, number).await;
    assert_eq!(to_desk.len(), 1);
    let (text, html) = (to_desk[0].text.as_ref().unwrap(), to_desk[0].html.as_ref().unwrap());
    assert!(
        text.contains(stranger) && text.contains("急ぎです。") && text.contains("<b>請求</b>") && html.contains("&lt;b&gt;請求"),
        "{text}"
    );
    let acknowledged = mails(&cloud, stranger, number).await;
    assert_eq!(acknowledged.len(), 1);
    assert!(!acknowledged[0].text.as_ref().unwrap().contains("急ぎ"), "what was entered goes to the desk alone");
    // What remains of it ends.
    let notes = |dump: &tests::support::store::Dump| dump.keys().filter(|(_, partition, _)| partition == "INQUIRY").count();
    assert_eq!(notes(&cloud.dump().await), 1);
    cloud.move_clock(TimeDelta::days(91));
    let _swept = cloud.invoke("retention_sweep", Value::Null).await;
    assert_eq!(notes(&cloud.dump().await), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_signed_in_is_answered_at_the_accounts_address_and_finds_it_on_the_timeline() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    let sent = clerk.post("/api/inquiries", inquiry(Some("somebody-else@elsewhere.example"))).await.expect(202);
    let number = &sent.json["number"];
    let to_desk = mails(&cloud, DESK, number).await.remove(0);
    let text = to_desk.text.unwrap();
    assert!(text.contains("clerk@demo.example") && text.contains("acc_") && !text.contains("somebody-else"), "{text}");
    assert_eq!(mails(&cloud, "clerk@demo.example", number).await.len(), 1);
    assert!(mails(&cloud, "somebody-else@elsewhere.example", number).await.is_empty());
    let timeline = cloud.actor("viewer@demo.example").await.get("/api/timeline?record_kind=inquiry").await.expect(200);
    let entry = &timeline.json["items"][0];
    assert_eq!((&entry["operation"], entry["actor"]["kind"].as_str()), (&json!("inquiry_sent"), Some("account")), "{}", timeline.text);
    assert!(!timeline.text.contains("急ぎ"));

    // A session that is over makes nobody unable to ask for help.
    cloud.move_clock(TimeDelta::hours(13));
    let missing = clerk.post("/api/inquiries", inquiry(None)).await.expect(422);
    assert_eq!(
        (&missing.json["errors"][0]["field"], missing.json["errors"][0]["code"].as_str()),
        (&json!("reply_to"), Some("field_missing"))
    );
    let anonymous = clerk.post("/api/inquiries", inquiry(Some("clerk@home.example"))).await.expect(202);
    assert!(mails(&cloud, DESK, &anonymous.json["number"]).await[0].text.as_ref().unwrap().contains("clerk@home.example"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_and_what_is_written_are_the_same_for_known_and_unknown_addresses() {
    let cloud = TestCloud::start().await;
    let mut written = Vec::new();
    for address in ["clerk@demo.example", "nobody@demo.example"] {
        let before = cloud.dump().await.len();
        let sent = cloud.nobody().post("/api/inquiries", inquiry(Some(address))).await.expect(202);
        let members: Vec<&String> = sent.json.as_object().unwrap().keys().collect();
        assert_eq!(members, ["number"]);
        written.push(cloud.dump().await.len() - before);
        assert_eq!(mails(&cloud, address, &sent.json["number"]).await.len(), 1, "{address}");
    }
    // The first also made the network's count.
    assert_eq!(written, [5, 4]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_floods_the_desk_or_a_mailbox() {
    let cloud = TestCloud::start().await;
    let victim = "victim@elsewhere.example";
    for number in 0..10 {
        let reply_to = if number < 5 { victim } else { "other@elsewhere.example" };
        let _sent = cloud.nobody().post("/api/inquiries", inquiry(Some(reply_to))).await.expect(202);
    }
    let refused = cloud.nobody().post("/api/inquiries", inquiry(Some(victim))).await.expect(429);
    assert_eq!(refused.code(), "too_many_attempts");
    assert!(refused.header("retry-after").is_some_and(|seconds| (1..=600).contains(&seconds.parse::<u32>().unwrap())));
    // One run takes a page of each shard.
    let _delivered = cloud.invoke("mail_deliver", Value::Null).await;
    assert_eq!((cloud.mail_to(DESK).await.len(), cloud.mail_to(victim).await.len()), (10, 3));
    cloud.move_clock(TimeDelta::minutes(10));
    let _sent = cloud.nobody().post("/api/inquiries", inquiry(Some(victim))).await.expect(202);
    assert_eq!((cloud.mail_to(DESK).await.len(), cloud.mail_to(victim).await.len()), (11, 3));
    cloud.move_clock(TimeDelta::hours(24));
    let _sent = cloud.nobody().post("/api/inquiries", inquiry(Some(victim))).await.expect(202);
    assert_eq!(cloud.mail_to(victim).await.len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn headers_are_not_written_by_senders_and_a_stopped_address_stays_stopped() {
    let cloud = TestCloud::start().await;
    for (field, value, code) in [
        ("subject", "件名\r\nBcc: victim@elsewhere.example", "text_control_character"),
        ("reply_to", "a@b.example\r\nBcc: victim@elsewhere.example", "mail_address_invalid"),
        ("reply_to", "a@b.example, victim@elsewhere.example", "mail_address_invalid"),
        ("text", "", "text_empty"),
        ("text", "\u{1b}[31m", "text_control_character"),
    ] {
        let mut input = inquiry(Some("a@b.example"));
        input[field] = json!(value);
        let refused = cloud.nobody().post("/api/inquiries", input).await.expect(422);
        let error = &refused.json["errors"][0];
        assert_eq!((error["field"].as_str(), error["code"].as_str()), (Some(field), Some(code)), "{}", refused.text);
    }
    let clerk = "clerk@demo.example";
    let _asked = cloud.nobody().post("/api/password-resets", json!({ "mail_address": clerk })).await;
    let _resolved = cloud.invoke("mail_deliver", Value::Null).await;
    assert_eq!(cloud.meets(clerk, Fate::Bounce).await, 1);
    let sent = cloud.nobody().post("/api/inquiries", inquiry(Some(clerk))).await.expect(202);
    assert!(mails(&cloud, clerk, &sent.json["number"]).await.is_empty());
    assert_eq!(mails(&cloud, DESK, &sent.json["number"]).await.len(), 1);
}
