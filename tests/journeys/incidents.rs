//! Incidents: every affected organization is told in time, by its own business hours, and can read it again.

use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::ports::Metric;
use tests::TestCloud;

async fn organization(cloud: &TestCloud, domain: &str) -> String {
    let me = cloud.actor(&format!("viewer@{domain}")).await.get("/api/me").await.expect(200);
    me.json["organization"]["id"].as_str().unwrap().to_owned()
}

async fn opened(cloud: &TestCloud, domain: &str) -> String {
    let input = json!({
        "name": "多数保険",
        "contract": { "start_date": "2026-10-01", "governing_law": "日本法", "jurisdiction": "東京地方裁判所" },
        "contacts": [{ "name": "業務部", "mail_address": format!("contact@{domain}") }],
        "business_hours": { "days": ["saturday"], "opens_at": "10:00", "closes_at": "12:00" },
        "administrator": { "name": "管理 八郎", "mail_address": format!("administrator@{domain}") },
    });
    let opened = cloud.invoke("organization_open", input).await;
    opened["organization"].as_str().unwrap_or_else(|| panic!("{opened}")).to_owned()
}

fn text(words: &str) -> Value {
    json!({ "ja": format!("{words}のお知らせ"), "en": format!("About {words}") })
}

fn incident(cloud: &TestCloud, organizations: &[String], first_report: Option<&str>) -> Value {
    json!({
        "title": { "ja": "ログインできない", "en": "Sign-in fails" },
        "severity": "major",
        "occurred_at": cloud.now(),
        "organizations": organizations,
        "first_report": first_report.map(text),
    })
}

async fn watch(cloud: &TestCloud) -> Value {
    cloud.invoke("incident_watch", Value::Null).await
}

// Mails that wait together go out in no order; so each is delivered before the next is written.
async fn delivered(cloud: &TestCloud) {
    cloud.invoke("mail_deliver", Value::Null).await;
}

async fn subjects(cloud: &TestCloud, mail_address: &str) -> Vec<String> {
    let mails = cloud.mail_to(mail_address).await;
    let subjects = mails.iter().rev().map(|mail| mail.subject.clone());
    subjects.filter(|subject| subject.contains("障害")).map(|subject| subject.split('】').next().unwrap().to_owned()).collect()
}

fn level(cloud: &TestCloud) -> Option<f64> {
    cloud.cloud.metrics.latest(Metric::IncidentsDue, None)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incident_is_told_by_mail_and_in_the_console_from_the_first_report_to_its_end() {
    let cloud = TestCloud::start().await;
    let demo = organization(&cloud, "demo.example").await;
    let opened = cloud.invoke("incident_open", incident(&cloud, std::slice::from_ref(&demo), Some("調査"))).await;
    assert_eq!((&opened["told"], &opened["waiting"]), (&json!([demo]), &json!(false)), "{opened}");
    // Within business hours on a Thursday: three hours later.
    assert!(opened["due"][0]["due_at"].as_str().unwrap().starts_with("2026-10-01T13:0"), "{opened}");
    let incident = &opened["incident"];
    delivered(&cloud).await;
    cloud.move_clock(TimeDelta::hours(1));
    let reported = cloud.invoke("incident_report", json!({ "incident": incident, "text": text("復旧") })).await;
    assert_eq!((&reported["state"], &reported["told"]), (&json!("open"), &json!([demo])), "{reported}");
    delivered(&cloud).await;
    cloud.move_clock(TimeDelta::hours(4));
    let closed = cloud.invoke("incident_close", json!({ "incident": incident, "text": text("原因") })).await;
    assert_eq!(closed["state"], "closed", "{closed}");
    for function in ["incident_report", "incident_close"] {
        let late = cloud.invoke(function, json!({ "incident": incident, "text": text("追加") })).await;
        assert_eq!(late["code"], "incident_closed", "{late}");
    }
    for mail_address in ["contact@demo.example", "administrator@demo.example"] {
        assert_eq!(subjects(&cloud, mail_address).await, ["【障害・第一報", "【障害・経過報告", "【障害・終了報告"], "{mail_address}");
    }
    assert!(subjects(&cloud, "clerk@demo.example").await.is_empty());
    assert!(subjects(&cloud, "contact@other.example").await.is_empty());
    let newest = &cloud.mail_to("contact@demo.example").await[0];
    assert!(newest.text.as_ref().unwrap().contains("原因のお知らせ") && newest.html.as_ref().unwrap().contains("About 原因"));

    let listed = cloud.invoke("incident_list", json!({ "incident": incident })).await;
    assert_eq!(listed["organizations"][0]["punctuality"], "met", "{listed}");
    assert_eq!(listed["organizations"][0]["told_all"], true, "{listed}");
    assert_eq!(cloud.invoke("incident_list", json!({})).await["incidents"][0]["reports"].as_array().unwrap().len(), 3);

    let timeline = cloud.actor("viewer@demo.example").await.get("/api/timeline?record_kind=first_report").await.expect(200);
    let operations: Vec<&str> =
        timeline.json["items"].as_array().unwrap().iter().map(|entry| entry["operation"].as_str().unwrap()).collect();
    assert_eq!(operations, ["incident_closed", "incident_reported", "incident_reported"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_account_marks_what_it_has_read() {
    let cloud = TestCloud::start().await;
    let demo = organization(&cloud, "demo.example").await;
    let opened = cloud.invoke("incident_open", incident(&cloud, &[demo], Some("調査"))).await;
    cloud.invoke("incident_report", json!({ "incident": opened["incident"], "text": text("復旧") })).await;
    let (viewer, clerk) = (cloud.actor("viewer@demo.example").await, cloud.actor("clerk@demo.example").await);
    let seen = viewer.get("/api/notices").await.expect(200).json;
    let notices = seen["items"].as_array().unwrap();
    let stages: Vec<&str> = notices.iter().map(|notice| notice["source"]["stage"].as_str().unwrap()).collect();
    assert_eq!(stages, ["progress", "first"], "newest first: {seen}");
    assert!(notices[0].get("recipients").is_none() && notices[0]["text"]["ja"] == "復旧のお知らせ", "{seen}");
    let path = format!("/api/notices/{}/read", notices[1]["id"].as_str().unwrap());
    for _ in 0..2 {
        assert_eq!(viewer.put(&path, json!({})).await.expect(200).json["read"], true);
    }
    let read = |page: Value| page["items"].as_array().unwrap().iter().map(|notice| notice["read"] == true).collect::<Vec<_>>();
    assert_eq!(read(viewer.get("/api/notices").await.expect(200).json), [false, true]);
    assert_eq!(read(clerk.get("/api/notices").await.expect(200).json), [false, false]);
    let stranger = cloud.actor("viewer@other.example").await;
    assert_eq!(stranger.put(&path, json!({})).await.status, 404);
    assert_eq!(stranger.get("/api/notices").await.expect(200).json["items"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_report_that_is_not_sent_raises_an_alarm_in_three_steps_and_stays_missed() {
    let cloud = TestCloud::start().await;
    let organizations = [organization(&cloud, "demo.example").await, opened(&cloud, "saturday.example").await];
    let opened = cloud.invoke("incident_open", incident(&cloud, &organizations, None)).await;
    assert_eq!((&opened["told"], &opened["waiting"]), (&json!([]), &json!(false)), "{opened}");
    // 3 October is the Saturday.
    assert_eq!(opened["due"][1]["due_at"], "2026-10-03T13:00:00.000+09:00", "{opened}");
    watch(&cloud).await;
    assert_eq!(level(&cloud), Some(0.0));
    for (minutes, expected, missed) in [(111, 1.0, 0), (45, 2.0, 0), (24, 3.0, 1), (10, 3.0, 0)] {
        cloud.move_clock(TimeDelta::minutes(minutes));
        assert_eq!(watch(&cloud).await["done"], missed, "{minutes}");
        assert_eq!(level(&cloud), Some(expected), "{minutes}");
    }
    let reported = cloud.invoke("incident_report", json!({ "incident": opened["incident"], "text": text("調査") })).await;
    assert_eq!(reported["told"].as_array().unwrap().len(), 2, "{reported}");
    watch(&cloud).await;
    assert_eq!(level(&cloud), Some(0.0));
    let listed = cloud.invoke("incident_list", json!({ "incident": opened["incident"] })).await;
    let punctuality = |id: &str| {
        let of = listed["organizations"].as_array().unwrap().iter().find(|one| one["organization"] == id).unwrap();
        of["punctuality"].as_str().unwrap().to_owned()
    };
    assert_eq!([punctuality(&organizations[0]), punctuality(&organizations[1])], ["missed", "met"], "{listed}");
    let missed = cloud.actor("viewer@demo.example").await.get("/api/timeline?operation=first_report_missed").await.expect(200);
    assert_eq!(missed.json["items"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn more_organizations_than_a_transaction_holds_are_told_once() {
    let cloud = TestCloud::start().await;
    let mut organizations = Vec::new();
    for number in 0..21 {
        organizations.push(opened(&cloud, &format!("many-{number:02}.example")).await);
    }
    let last = organizations.pop().unwrap();
    let opened = cloud.invoke("incident_open", incident(&cloud, &organizations, Some("調査"))).await;
    let told = opened["told"].as_array().unwrap().len();
    assert!((5..20).contains(&told) && opened["waiting"] == true, "{opened}");
    // Before the rest heard of it there is more to say, and one more who is affected.
    let more = json!({ "incident": opened["incident"], "text": text("復旧"), "organizations": [last] });
    let reported = cloud.invoke("incident_report", more).await;
    assert_eq!(reported["waiting"], true, "{reported}");
    let (one, other) = tokio::join!(watch(&cloud), watch(&cloud));
    assert!(one.get("code").is_none() && other.get("code").is_none(), "{one} {other}");
    watch(&cloud).await;
    for number in [0, 5, 19] {
        let mut subjects = subjects(&cloud, &format!("contact@many-{number:02}.example")).await;
        subjects.sort();
        assert_eq!(subjects, ["【障害・第一報", "【障害・経過報告"], "{number}");
    }
    assert_eq!(subjects(&cloud, "contact@many-20.example").await, ["【障害・経過報告"]);
    let listed = cloud.invoke("incident_list", json!({ "incident": opened["incident"] })).await;
    let all = listed["organizations"].as_array().unwrap();
    assert!(all.len() == 21 && all.iter().all(|one| one["told_all"] == true && one["punctuality"] == "met"), "{listed}");
    assert_eq!(watch(&cloud).await["done"], 0);
    let mails = cloud.cloud.mailbox.list().unwrap();
    let reports = mails.iter().filter(|mail| mail.subject.contains("障害")).count();
    assert_eq!(reports, 20 * 2 + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_an_incident_is_named() {
    let cloud = TestCloud::start().await;
    let demo = organization(&cloud, "demo.example").await;
    let unknown = "org_00000000000000000000000009".to_owned();
    let (twice, many) = ([demo.clone(), demo.clone()], vec![demo.clone(); 21]);
    let cases: [(&[String], &str, &str); 4] = [
        (&[], "organizations", "organizations_out_of_range"),
        (&many, "organizations", "organizations_out_of_range"),
        (&twice, "organizations[1]", "organization_repeated"),
        (std::slice::from_ref(&unknown), "organizations[0]", "organization_unknown"),
    ];
    for (organizations, field, code) in cases {
        let refused = cloud.invoke("incident_open", incident(&cloud, organizations, Some("調査"))).await;
        assert_eq!((&refused["errors"][0]["field"], &refused["errors"][0]["code"]), (&json!(field), &json!(code)), "{refused}");
    }
    let mut later = incident(&cloud, std::slice::from_ref(&demo), None);
    later["occurred_at"] = json!(cloud.now() + TimeDelta::minutes(5));
    assert_eq!(cloud.invoke("incident_open", later).await["errors"][0]["code"], "occurred_in_future");
    let nobodys = json!({ "incident": "inc_00000000000000000000000000", "text": text("調査") });
    assert_eq!(cloud.invoke("incident_report", nobodys).await["errors"][0]["code"], "incident_unknown");
    let opened = cloud.invoke("incident_open", incident(&cloud, std::slice::from_ref(&demo), None)).await;
    let again = json!({ "incident": opened["incident"], "text": text("調査"), "organizations": [demo] });
    assert_eq!(cloud.invoke("incident_report", again).await["errors"][0]["code"], "organization_repeated");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organization_reads_the_incidents_that_it_was_told_of_and_no_more_than_it_was_told() {
    let cloud = TestCloud::start().await;
    let (demo, other) = (organization(&cloud, "demo.example").await, organization(&cloud, "other.example").await);
    let history = async |domain: &str| {
        let viewer = cloud.actor(&format!("viewer@{domain}")).await;
        viewer.get("/api/incidents").await.expect(200).json["items"].take()
    };
    let stages = |item: &Value| item["reports"].as_array().unwrap().iter().map(|report| report["stage"].clone()).collect::<Vec<_>>();
    let opened = cloud.invoke("incident_open", incident(&cloud, std::slice::from_ref(&demo), None)).await;
    let id = &opened["incident"];
    assert_eq!(history("demo.example").await, json!([]), "nothing is said of it before its first report");
    cloud.invoke("incident_report", json!({ "incident": id, "text": text("調査") })).await;
    let told = history("demo.example").await;
    assert_eq!(
        (&told[0]["id"], &told[0]["severity"], &told[0]["state"], &told[0]["punctuality"]),
        (id, &json!("major"), &json!("open"), &json!("met"))
    );
    assert_eq!((&told[0]["title"]["ja"], stages(&told[0])), (&json!("ログインできない"), vec![json!("first")]));
    assert_eq!(told[0]["reports"][0]["text"], text("調査"));
    let unread = async || cloud.actor("viewer@demo.example").await.get("/api/me").await.expect(200).json["unread_notices"].clone();
    assert_eq!(unread().await, 1);
    let viewer = cloud.actor("viewer@demo.example").await;
    let notice = viewer.get("/api/notices").await.expect(200).json["items"][0]["id"].as_str().unwrap().to_owned();
    let _read = viewer.put(&format!("/api/notices/{notice}/read"), json!({})).await.expect(200);
    assert_eq!(unread().await, 0);
    assert!(!told.to_string().contains("alice"), "operators aren't named");
    assert_eq!(history("other.example").await, json!([]), "it isn't affected");

    // Found affected later: told from then on.
    cloud.invoke("incident_report", json!({ "incident": id, "text": text("拡大"), "organizations": [other] })).await;
    assert_eq!(stages(&history("other.example").await[0]), ["progress"]);
    cloud.invoke("incident_close", json!({ "incident": id, "text": text("復旧") })).await;
    assert_eq!(stages(&history("demo.example").await[0]), ["first", "progress", "closing"]);
    let last = history("other.example").await;
    assert_eq!((&last[0]["state"], stages(&last[0])), (&json!("closed"), vec![json!("progress"), json!("closing")]));
}
