//! Leaks of personal data: by when the Commission is told stands beside the incident, and an alarm comes before.

use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::ports::Metric;
use tests::TestCloud;

async fn incident(cloud: &TestCloud, leak: Value) -> Value {
    let me = cloud.actor("viewer@demo.example").await.get("/api/me").await.expect(200);
    let input = json!({
        "title": { "ja": "誤送信", "en": "Sent to the wrong address" },
        "severity": "critical",
        "occurred_at": cloud.now(),
        "organizations": [me.json["organization"]["id"]],
        "first_report": { "ja": "調査中です。", "en": "We are looking into it." },
        "leak": leak,
    });
    cloud.invoke("incident_open", input).await
}

async fn level(cloud: &TestCloud) -> Option<f64> {
    cloud.invoke("incident_watch", Value::Null).await;
    cloud.cloud.metrics.latest(Metric::LeakReportsDue, None)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_days_of_both_reports_are_shown_and_alarmed_until_they_are_made() {
    let cloud = TestCloud::start().await;
    // A Thursday, 1 October, which is day one.
    let opened = incident(&cloud, json!({ "known_at": cloud.now(), "wrongful_purpose": false })).await;
    let id = opened["incident"].clone();
    let leak = &cloud.invoke("incident_list", json!({ "incident": id })).await["incidents"][0]["leak"];
    let days = ["preliminary_from", "preliminary_until", "final_on"].map(|day| leak[day].as_str().unwrap_or_default().to_owned());
    assert_eq!(days, ["2026-10-03", "2026-10-05", "2026-10-30"], "{leak}");
    assert_eq!(level(&cloud).await, Some(0.0));
    for (days, expected) in [(1, 1.0), (2, 1.0), (1, 2.0), (1, 2.0)] {
        cloud.move_clock(TimeDelta::days(days));
        assert_eq!(level(&cloud).await, Some(expected), "{}", cloud.today());
    }
    let filed = cloud.invoke("incident_leak", json!({ "incident": id, "preliminary_filed_on": cloud.today() })).await;
    assert_eq!(filed["leak"]["preliminary_filed_on"], json!(cloud.today()), "{filed}");
    assert_eq!(level(&cloud).await, Some(0.0));
    // It turns out to be an attack, so that there are 60 days; a closed incident still has its reports.
    let text = json!({ "ja": "終了", "en": "Over" });
    cloud.invoke("incident_close", json!({ "incident": id, "text": text })).await;
    let attack = json!({ "known_at": "2026-10-01T10:00:00+09:00", "wrongful_purpose": true });
    let corrected = cloud.invoke("incident_leak", json!({ "incident": id, "leak": attack })).await;
    let leak = &corrected["leak"];
    // The 60th day is a Sunday.
    assert_eq!((&leak["final_on"], &leak["preliminary_filed_on"]), (&json!("2026-11-30"), &json!("2026-10-06")), "{corrected}");
    cloud.move_clock(TimeDelta::days(30));
    assert_eq!(level(&cloud).await, Some(0.0));
    cloud.move_clock(TimeDelta::days(20));
    assert_eq!(level(&cloud).await, Some(1.0));
    cloud.move_clock(TimeDelta::days(5));
    assert_eq!((level(&cloud).await, cloud.today().to_string()), (Some(2.0), "2026-11-30".into()));
    cloud.invoke("incident_leak", json!({ "incident": id, "final_filed_on": cloud.today() })).await;
    assert_eq!(level(&cloud).await, Some(0.0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_leak_is_named() {
    let cloud = TestCloud::start().await;
    let later = json!({ "known_at": cloud.now() + TimeDelta::minutes(5), "wrongful_purpose": false });
    let refused = incident(&cloud, later.clone()).await;
    assert_eq!((&refused["errors"][0]["field"], &refused["errors"][0]["code"]), (&json!("leak.known_at"), &json!("occurred_in_future")));
    let id = incident(&cloud, Value::Null).await["incident"].clone();
    assert_eq!(cloud.invoke("incident_list", json!({ "incident": id })).await["incidents"][0]["leak"], Value::Null);
    let nothing = cloud.invoke("incident_leak", json!({ "incident": id, "final_filed_on": cloud.today() })).await;
    assert_eq!(nothing["code"], "leak_missing", "{nothing}");
    let leak = json!({ "known_at": cloud.now(), "wrongful_purpose": false });
    for (member, value, field, code) in [
        ("preliminary_filed_on", json!(cloud.today() - TimeDelta::days(1)), "preliminary_filed_on", "filed_outside_period"),
        ("final_filed_on", json!(cloud.today() + TimeDelta::days(1)), "final_filed_on", "filed_outside_period"),
        ("final_filed_on", json!("2026-10-1"), "final_filed_on", "date_invalid"),
        ("incident", json!("inc_00000000000000000000000000"), "incident", "incident_unknown"),
        ("leak", later, "leak.known_at", "occurred_in_future"),
    ] {
        let mut input = json!({ "incident": id, "leak": leak });
        input[member] = value;
        let refused = cloud.invoke("incident_leak", input).await;
        assert_eq!((&refused["errors"][0]["field"], &refused["errors"][0]["code"]), (&json!(field), &json!(code)), "{refused}");
    }
}
