//! All times shown or stored as text are RFC 3339 with +09:00.

use chrono::DateTime;
use serde_json::Value;
use tests::TestCloud;
use tests::support::walk::{Walk, places, valid};

/// Every text in a value, with the way to it.
fn texts<'v>(value: &'v Value, way: &str, found: &mut Vec<(String, &'v str)>) {
    match value {
        Value::String(text) => found.push((way.to_owned(), text)),
        Value::Array(items) => items.iter().for_each(|item| texts(item, way, found)),
        Value::Object(members) => members.iter().for_each(|(name, member)| texts(member, &format!("{way}.{name}"), found)),
        _ => {}
    }
}

/// Counts the times in a value; each of them is of Japan and to the millisecond.
fn check(value: &Value, place: &str) -> usize {
    let mut found = Vec::new();
    texts(value, place, &mut found);
    let times: Vec<_> = found.into_iter().filter(|(_, text)| DateTime::parse_from_rfc3339(text).is_ok()).collect();
    for (way, text) in &times {
        assert!(text.len() == 29 && text.ends_with("+09:00"), "{way}: {text}");
    }
    times.len()
}

#[tokio::test]
async fn every_time_is_of_japan() {
    let cloud = TestCloud::start().await;
    let walk = Walk::gather(&cloud).await;
    let (mut replied, mut in_headers) = (0, 0);
    for place in places() {
        let call = valid(&walk, place).await;
        let reply = call.send(&call.actor, place).await;
        replied += check(&reply.json, place.path);
        for (name, value) in &reply.headers {
            // HTTP itself asks for GMT in this one. With its space: the letters alone also turn up in a random token.
            in_headers += usize::from(name != "date" && value.to_str().is_ok_and(|text| text.contains(" GMT") || text.contains("+00:00")));
        }
    }
    assert!(replied > 100, "only {replied} times were seen");
    assert_eq!(in_headers, 0);
    let stored: usize = cloud.dump().await.iter().map(|((_, partition, sort), item)| check(item, &format!("{partition} {sort}"))).sum();
    assert!(stored > 500, "only {stored} times were seen");
    for mail in cloud.cloud.mailbox.list().unwrap() {
        assert!(mail.date.is_some_and(|date| date.ends_with("+09:00")));
    }
}
