//! Notices that operators write: drafted, looked at, published in time, sent to everybody once, and looked after.

mod sending;

use chrono::TimeDelta;
use local::mail::{Fate, MailFault};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tests::TestCloud;

async fn organization(cloud: &TestCloud, domain: &str) -> String {
    let me = cloud.actor(&format!("viewer@{domain}")).await.get("/api/me").await.expect(200);
    me.json["organization"]["id"].as_str().unwrap().to_owned()
}

async fn opened(cloud: &TestCloud, domain: &str, notice_days: Option<u16>) -> String {
    open(cloud, domain, notice_days).await["organization"].as_str().unwrap().to_owned()
}

async fn open(cloud: &TestCloud, domain: &str, notice_days: Option<u16>) -> Value {
    let mut input = json!({
        "name": "多数保険",
        "contract": { "start_date": "2026-10-01", "governing_law": "日本法", "jurisdiction": "東京地方裁判所" },
        "contacts": [{ "name": "業務部", "mail_address": format!("contact@{domain}") }],
        "business_hours": { "days": ["monday"], "opens_at": "09:00", "closes_at": "18:00" },
        "administrator": { "name": "管理 八郎", "mail_address": format!("administrator@{domain}") },
    });
    if let Some(days) = notice_days {
        input["contract"]["notice_days"] = json!(days);
    }
    let opened = cloud.invoke("organization_open", input).await;
    assert!(opened["organization"].is_string(), "{opened}");
    opened
}

fn notice(kind: &str, effective_at: Option<&str>) -> Value {
    json!({
        "kind": kind,
        "title": { "ja": "通院の<上限>の変更", "en": "The cap on visits changes" },
        "text": { "ja": "12月から変わります。\n詳しくは資料をご覧ください。", "en": "It changes in December.\nSee the papers." },
        "effective_at": effective_at,
    })
}

fn with(mut input: Value, member: &str, value: &Value) -> Value {
    input[member] = value.clone();
    input
}

async fn drafted(cloud: &TestCloud, input: Value) -> Value {
    let drafted = cloud.invoke("notice_draft", input).await;
    assert!(drafted["draft"].is_string(), "{drafted}");
    drafted["draft"].clone()
}

async fn published(cloud: &TestCloud, draft: &Value) -> Value {
    let published = cloud.invoke("notice_publish", json!({ "draft": draft })).await;
    assert!(published["notice"].is_string(), "{published}");
    published
}

async fn send(cloud: &TestCloud) -> Value {
    cloud.invoke("notice_send", Value::Null).await
}

/// How many mails of notices lie in each mailbox.
async fn told(cloud: &TestCloud) -> BTreeMap<String, usize> {
    // One run takes a page of each shard.
    for _ in 0..3 {
        cloud.invoke("mail_deliver", Value::Null).await;
    }
    let mut told = BTreeMap::new();
    for mail in cloud.cloud.mailbox.list().unwrap().iter().filter(|mail| mail.subject.starts_with("【お知らせ")) {
        for to in &mail.recipients {
            *told.entry(to.clone()).or_default() += 1;
        }
    }
    told
}

/// Every organization of a notice with the states of its recipients, page by page.
async fn deliveries(cloud: &TestCloud, draft: &Value) -> Vec<Value> {
    let (mut all, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = cloud.invoke("notice_deliveries", json!({ "draft": draft, "after": after })).await;
        assert!(!page.to_string().contains('@') && page["organizations"].as_array().unwrap().len() <= 20, "{page}");
        all.extend(page["organizations"].as_array().unwrap().clone());
        after = page["next"].clone();
        if after.is_null() {
            return all;
        }
    }
}

fn states(organizations: &[Value]) -> Vec<&str> {
    let recipients = organizations.iter().flat_map(|told| told["recipients"].as_array().unwrap());
    recipients.map(|recipient| recipient["state"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_drafted_looked_at_published_and_read() {
    let cloud = TestCloud::start().await;
    let demo = organization(&cloud, "demo.example").await;
    let named = with(notice("change", Some("2026-12-01T00:00:00+09:00")), "organizations", &json!([demo]));
    let draft = drafted(&cloud, with(named.clone(), "title", &json!({ "ja": "下書き", "en": "Draft" }))).await;
    let changed = cloud.invoke_as("bob", "notice_draft", with(named, "draft", &draft)).await;
    assert_eq!((&changed["draft"], &changed["audience"]), (&draft, &json!("named")), "{changed}");
    assert_eq!(cloud.invoke("notice_deliveries", json!({ "draft": draft })).await["code"], "notice_not_published");
    assert_eq!(send(&cloud).await["done"], 0, "a draft goes to nobody");

    let preview = cloud.invoke("notice_preview", json!({ "draft": draft })).await;
    let published = published(&cloud, &draft).await;
    assert_eq!((&published["organizations"], &published["last_day"]), (&json!(1), &json!("2026-11-01")), "{published}");
    assert_eq!(send(&cloud).await["done"], 1);
    assert_eq!(send(&cloud).await["done"], 0);
    let expected = ["administrator@demo.example", "contact@demo.example"].map(|to| (to.to_owned(), 1));
    assert_eq!(told(&cloud).await, BTreeMap::from(expected));
    for mail in cloud.mail_to("contact@demo.example").await.iter().filter(|mail| mail.subject.contains("お知らせ")) {
        let parts = (mail.subject.as_str(), mail.text.as_deref().map(str::trim_end), mail.html.as_deref().map(str::trim_end));
        let shown = |part: &str| preview[part].as_str().map(str::trim_end);
        assert_eq!(parts, (preview["subject"].as_str().unwrap(), shown("text"), shown("html")), "what was looked at is what arrives");
    }
    for words in ["変更", "2026-12-01 00:00 (+09:00)", "12月から変わります。", "It changes in December."] {
        assert!(["text", "html"].iter().all(|part| preview[part].as_str().unwrap().contains(words)), "{words}: {preview}");
    }

    let seen = cloud.actor("viewer@demo.example").await.get("/api/notices").await.expect(200).json;
    let source = &seen["items"][0]["source"];
    assert_eq!((&source["from"], &source["kind"]), (&json!("operator"), &json!("change")), "{seen}");
    assert!(source["effective_at"].as_str().unwrap().starts_with("2026-12-01T00:00:00"), "{seen}");
    assert_eq!((&seen["items"][0]["id"], seen["items"].as_array().unwrap().len()), (&published["notice"], 1));
    let other = cloud.actor("viewer@other.example").await.get("/api/notices").await.expect(200).json;
    assert_eq!(other["items"], json!([]), "it was not named");

    let timeline = cloud.actor("viewer@demo.example").await.get("/api/timeline?record_kind=notice").await.expect(200);
    assert_eq!(timeline.json["items"][0]["operation"], "notice_sent", "{}", timeline.text);
    for (function, input) in
        [("notice_publish", json!({ "draft": draft })), ("notice_draft", with(notice("release", None), "draft", &draft))]
    {
        assert_eq!(cloud.invoke(function, input).await["code"], "notice_published", "{function}");
    }
    let listed = cloud.invoke("notice_deliveries", json!({})).await;
    assert_eq!((&listed["notices"][0]["draft"], &listed["notices"][0]["notice"]), (&draft, &published["notice"]), "{listed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_a_contract_wants_to_know_earlier_is_refused_with_the_last_day() {
    let cloud = TestCloud::start().await;
    // 30 days for all but one: that one decides for all.
    let _patient = opened(&cloud, "patient.example", Some(60)).await;
    let ended = opened(&cloud, "ended.example", Some(365)).await;
    cloud.invoke("contract_end", json!({ "organization": ended })).await;
    let effective_at = cloud.now() + TimeDelta::days(59);
    let input = with(notice("change", None), "effective_at", &json!(effective_at));
    let draft = drafted(&cloud, input.clone()).await;
    let refused = cloud.invoke("notice_publish", json!({ "draft": draft })).await;
    let last_day = cloud.today() - TimeDelta::days(1);
    let error = &refused["errors"][0];
    assert_eq!(
        (&error["field"], &error["code"], &error["allowed"]),
        (&json!("draft"), &json!("notice_too_late"), &json!(last_day)),
        "{refused}"
    );
    assert_eq!(send(&cloud).await["done"], 0, "what was refused goes to nobody");

    // Another kind has no last day, nor have those whom it isn't for.
    let maintenance = drafted(&cloud, with(input.clone(), "kind", &json!("maintenance"))).await;
    assert_eq!(published(&cloud, &maintenance).await["last_day"], Value::Null);
    let demo = organization(&cloud, "demo.example").await;
    let named = drafted(&cloud, with(input.clone(), "organizations", &json!([demo]))).await;
    assert_eq!(published(&cloud, &named).await["organizations"], 1);
    // A day later it is in time.
    let later = with(with(input, "effective_at", &json!(effective_at + TimeDelta::days(1))), "draft", &draft);
    drafted(&cloud, later).await;
    let all = published(&cloud, &draft).await;
    assert_eq!((&all["last_day"], &all["organizations"]), (&json!(cloud.today()), &json!(3)), "{all}");
    send(&cloud).await;
    let told = told(&cloud).await;
    assert_eq!((told.get("contact@patient.example"), told.get("contact@ended.example")), (Some(&2), None), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_is_sent_again_to_those_alone_whom_it_did_not_reach() {
    let cloud = TestCloud::start().await;
    let mut organizations = vec![organization(&cloud, "demo.example").await];
    organizations.push(opened(&cloud, "reached.example", None).await);
    let _before = told(&cloud).await;
    let draft = drafted(&cloud, with(notice("vulnerability", None), "organizations", &json!(organizations))).await;
    let nothing = json!({ "draft": draft });
    assert_eq!(cloud.invoke("notice_resend", nothing.clone()).await["code"], "notice_not_published");
    published(&cloud, &draft).await;
    assert!(deliveries(&cloud, &draft).await.iter().all(|told| told["sent_at"].is_null()));
    // Mail to the administrator is stopped, and the provider takes none for a day but the one to the other organization's contact.
    let _asked = cloud.nobody().post("/api/password-resets", json!({ "mail_address": "administrator@demo.example" })).await;
    for _ in 0..2 {
        cloud.invoke("mail_deliver", Value::Null).await;
    }
    assert_eq!(cloud.meets("administrator@demo.example", Fate::Bounce).await, 1);
    send(&cloud).await;
    assert_eq!(states(&deliveries(&cloud, &draft).await), ["waiting"; 3]);
    let waiting = cloud.invoke("notice_resend", nothing.clone()).await;
    assert_eq!((&waiting["resent"], &waiting["next"]), (&json!([]), &Value::Null), "what waits isn't sent twice");
    cloud.set_mail_fault(Some(MailFault::Unavailable));
    for _ in 0..74 {
        cloud.invoke("mail_deliver", Value::Null).await;
        cloud.move_clock(TimeDelta::minutes(20));
    }
    cloud.set_mail_fault(None);
    let listed = deliveries(&cloud, &draft).await;
    let mut found = states(&listed);
    found.sort_unstable();
    assert_eq!(found, ["dead", "dead", "suppressed"], "{listed:?}");
    assert!(told(&cloud).await.is_empty(), "given up is given up");

    let resent = cloud.invoke_as("bob", "notice_resend", nothing.clone()).await;
    let counts: Vec<&Value> = resent["resent"].as_array().unwrap().iter().map(|one| &one["recipients"]).collect();
    assert_eq!((counts, &resent["next"]), (vec![&json!(2), &json!(1)], &Value::Null), "{resent}");
    let expected = ["contact@demo.example", "contact@reached.example"].map(|to| (to.to_owned(), 1));
    assert_eq!(told(&cloud).await, BTreeMap::from(expected), "still none to whom mail is stopped");
    let listed = deliveries(&cloud, &draft).await;
    let mut found = states(&listed);
    found.sort_unstable();
    assert_eq!(found, ["sent", "sent", "suppressed"], "{listed:?}");
    let timeline = cloud.actor("viewer@demo.example").await.get("/api/timeline?record_kind=notice").await.expect(200);
    let operations: Vec<&Value> = timeline.json["items"].as_array().unwrap().iter().map(|entry| &entry["operation"]).collect();
    assert_eq!(operations, ["notice_resent", "notice_sent"], "{}", timeline.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_notice_is_named() {
    let cloud = TestCloud::start().await;
    let demo = organization(&cloud, "demo.example").await;
    let named = |organizations: Value| with(notice("release", None), "organizations", &organizations);
    for (input, field, code) in [
        (notice("change", None), "effective_at", "effective_at_missing"),
        (notice("maintenance", None), "effective_at", "effective_at_missing"),
        (notice("rumour", None), "kind", "choice_unknown"),
        (notice("release", Some("tomorrow")), "effective_at", "timestamp_invalid"),
        (with(notice("release", None), "title", &json!({ "ja": "題" })), "title.en", "field_missing"),
        (with(notice("release", None), "title", &json!({ "ja": "題\nBcc: x@y.example", "en": "T" })), "title.ja", "text_control_character"),
        (named(json!([])), "organizations", "named_organizations_out_of_range"),
        (named(json!(vec![demo.clone(); 46])), "organizations", "named_organizations_out_of_range"),
        (named(json!([demo, demo])), "organizations[1]", "organization_repeated"),
        (named(json!(["org_00000000000000000000000009"])), "organizations[0]", "organization_unknown"),
        (with(notice("release", None), "draft", &json!("ndr_00000000000000000000000009")), "draft", "notice_unknown"),
    ] {
        let refused = cloud.invoke("notice_draft", input).await;
        assert_eq!((&refused["errors"][0]["field"], &refused["errors"][0]["code"]), (&json!(field), &json!(code)), "{refused}");
    }
    for function in ["notice_preview", "notice_publish", "notice_deliveries", "notice_resend"] {
        let refused = cloud.invoke(function, json!({ "draft": "ndr_00000000000000000000000009" })).await;
        assert_eq!(refused["errors"][0]["code"], "notice_unknown", "{function}: {refused}");
    }
}
