//! The organization's own settings: contacts, business hours, closed days.

use serde_json::{Value, json};
use tests::TestCloud;

fn settings() -> Value {
    json!({
        "contacts": [{ "name": "総務部", "mail_address": "general@demo.example" }],
        "business_hours": { "days": ["monday", "tuesday"], "opens_at": "10:00", "closes_at": "16:00" },
        "closed_days": ["2026-12-31", "2026-12-30"],
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_change_the_settings_and_everybody_reads_what_is_not_confidential() {
    let cloud = TestCloud::start().await;
    let (administrator, viewer) = (cloud.actor("administrator@demo.example").await, cloud.actor("viewer@demo.example").await);
    let before = administrator.get("/api/organization").await.expect(200);
    assert!(
        before.json["contacts"][0]["mail_address"].is_string() && before.json["contract"]["governing_law"].is_string(),
        "{}",
        before.text
    );
    assert!(!before.text.contains("kms"));
    let seen = viewer.get("/api/organization").await.expect(200);
    assert_eq!((&seen.json["contacts"], &seen.json["contract"]), (&Value::Null, &Value::Null));
    assert_eq!((&seen.json["name"], &seen.json["notice_days"]), (&before.json["name"], &json!(30)));
    assert_eq!(viewer.put("/api/organization", settings()).await.expect(403).code(), "role_missing");

    let stale = administrator.with(&[("if-match", "\"999\"")]).put("/api/organization", settings()).await;
    assert_eq!(stale.status, 412, "somebody else changed it");
    let tag = before.header("etag").unwrap().to_owned();
    let changed = administrator.with(&[("if-match", &tag)]).put("/api/organization", settings()).await.expect(200);
    assert_eq!(changed.json["closed_days"], json!(["2026-12-30", "2026-12-31"]), "in their order");
    let old = json!({ "contacts": before.json["contacts"], "business_hours": before.json["business_hours"], "closed_days": [] });
    assert_eq!(administrator.with(&[("if-match", &tag)]).put("/api/organization", old).await.status, 412);
    // The same once more is no operation.
    let again = administrator.put("/api/organization", settings()).await.expect(200);
    assert_eq!((&again.json, again.headers.get("etag")), (&changed.json, changed.headers.get("etag")));
    let after = administrator.get("/api/organization").await.expect(200);
    assert_eq!((after.json, after.headers.get("etag")), (changed.json.clone(), changed.headers.get("etag")));
    assert_eq!(viewer.get("/api/organization").await.expect(200).json["business_hours"], settings()["business_hours"]);
    let security = json!({ "certificates": "not_needed", "second_factor": "optional" });
    assert_eq!(administrator.with(&[("if-match", &tag)]).put("/api/security", security).await.status, 412, "it lies on the same record");
    let timeline = viewer.get("/api/timeline?operation=organization_updated").await.expect(200);
    assert_eq!(timeline.json["items"].as_array().unwrap().len(), 1);
    assert!(!timeline.text.contains("general@demo.example") && !timeline.text.contains("総務部"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_settings_is_named() {
    let cloud = TestCloud::start().await;
    let administrator = cloud.actor("administrator@demo.example").await;
    let with = |member: &str, value: Value| {
        let mut settings = settings();
        settings[member] = value;
        settings
    };
    let contact = |address: &str| json!({ "name": "業務部", "mail_address": address });
    let many: Vec<String> = (0..367).map(|day| (cloud.today() + chrono::Days::new(day)).to_string()).collect();
    let table = [
        (with("contacts", json!([])), "contacts", "contacts_missing"),
        (
            with("contacts", json!([settings()["contacts"][0], contact("General@Demo.Example")])),
            "contacts[1].mail_address",
            "contact_repeated",
        ),
        (
            with("business_hours", json!({ "days": [], "opens_at": "09:00", "closes_at": "18:00" })),
            "business_hours.days",
            "business_days_empty",
        ),
        (
            with("business_hours", json!({ "days": ["monday"], "opens_at": "18:00", "closes_at": "09:00" })),
            "business_hours.closes_at",
            "period_invalid",
        ),
        (with("closed_days", json!(["1066-10-14"])), "closed_days[0]", "date_invalid"),
        (with("closed_days", json!(many)), "closed_days", "closed_days_too_many"),
        (with("name", json!("別の名前")), "name", "field_unknown"),
    ];
    for (body, field, code) in table {
        let refused = administrator.put("/api/organization", body).await.expect(422);
        assert_eq!(refused.fields(), [(field.to_owned(), code.to_owned())]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_closed_day_moves_the_due_time_of_the_next_incident() {
    let cloud = TestCloud::start().await;
    let administrator = cloud.actor("administrator@demo.example").await;
    let me = administrator.get("/api/me").await.expect(200);
    let demo = &me.json["organization"]["id"];
    let due = async || {
        let incident =
            json!({ "title": { "ja": "遅い", "en": "Slow" }, "severity": "minor", "occurred_at": cloud.now(), "organizations": [demo] });
        cloud.invoke("incident_open", incident).await["due"][0]["due_at"].as_str().unwrap().to_owned()
    };
    let today = cloud.today().to_string();
    assert!(due().await.starts_with(&today));
    let mut settings = administrator.get("/api/organization").await.expect(200).json;
    let kept = ["contacts", "business_hours"].map(|member| (member.to_owned(), settings[member].take()));
    let mut body: Value = kept.into_iter().collect();
    body["closed_days"] = json!([today]);
    let _changed = administrator.put("/api/organization", body).await.expect(200);
    assert!(!due().await.starts_with(&today), "today is closed");
}
