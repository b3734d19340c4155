//! What must stand in the log when somebody is refused, or something fails.

use reqwest::Method;
use serde_json::{Value, json};
use std::sync::LazyLock;
use tests::support::faults::Faults;
use tests::support::log::Log;
use tests::{Reply, TestCloud};

/// A process has one log, so all tests of it share this one.
pub static LOG: LazyLock<Log> = LazyLock::new(|| {
    let log = Log::default();
    shared::log::start_to(log.clone());
    log
});

/// The line of the request that a reply names.
fn line(log: &str, reply: &Reply) -> Value {
    let request = reply.header("x-request-id").unwrap();
    let of_request = |line: &Value| line["request_id"] == request && line["status"].is_u64();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).filter(of_request).collect();
    assert_eq!(lines.len(), 1, "{request}: {lines:?}");
    lines.into_iter().next().unwrap()
}

#[tokio::test]
async fn every_refusal_and_every_fault_is_logged_with_its_code() {
    let log = &*LOG;
    let faults = Faults::new();
    let cloud = TestCloud::start_with(|options| faults.install(options)).await;
    let (nobody, viewer) = (cloud.nobody(), cloud.actor("viewer@demo.example").await);
    let label = json!({ "name": "至急", "color": "red" });
    let injected = json!({ "mail_address": "viewer@demo.example", "password": "wrong password\n{\"status\":200}" });
    let too_large = Some(vec![b' '; shared::input::BODY_BYTES + 1]);
    let json_type = [("content-type", "application/json")];
    let refused = [
        (nobody.post("/api/sessions", injected).await, "session_create", 401, "sign_in_refused"),
        (nobody.get("/api/me").await, "me_show", 401, "session_missing"),
        (viewer.post("/api/labels", label.clone()).await, "label_create", 403, "role_missing"),
        (viewer.with(&[("origin", "https://evil.example")]).post("/api/labels", label).await, "label_create", 403, "origin_foreign"),
        (viewer.get("/api/labels?evil%0A=1").await, "label_list", 422, "fields_invalid"),
        (nobody.send(Method::POST, "/api/sessions", &json_type, too_large).await, "session_create", 413, "body_too_large"),
    ];
    faults.unreadable(true);
    let fault = viewer.get("/api/me").await;
    faults.none();

    let text = log.text();
    for (reply, function, status, code) in &refused {
        let line = line(&text, reply);
        assert_eq!((reply.status, reply.code()), (*status, *code), "{}", reply.text);
        assert_eq!((&line["function"], &line["status"], &line["code"]), (&json!(function), &json!(status), &json!(code)), "{line}");
        assert!(line["timestamp"].is_string() && line["message"] == "refused", "{line}");
    }
    let line = line(&text, &fault);
    assert_eq!((&line["level"], &line["message"], &line["status"]), (&json!("ERROR"), &json!("failed"), &json!(503)), "{line}");
    assert!(line["cause"].as_str().is_some_and(|cause| !cause.is_empty()), "{line}");
}
