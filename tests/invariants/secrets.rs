//! Nothing personal and no secret in the log, nor in the store's files.

use crate::logs::LOG;
use shared::endpoint::Access;
use std::path::Path;
use tests::support::walk::{Walk, places, valid};
use tests::{Actor, PASSWORD, TestCloud};

/// What people entered, and what must be kept from everybody else. Fixtures and the walk's calls hold all of these.
const PERSONAL: [&str; 20] = [
    "山田",
    "ヤマダ",
    "100-0001",
    "千代田",
    "03-1234-5678",
    "0312345678",
    "taro.yamada",
    "0123456",
    "ポチ",
    "タマ",
    "左耳",
    "外耳炎",
    "再診料",
    "書類の不備",
    "番号訂正",
    "事務 桜",
    "新人 太郎",
    "clerk@demo.example",
    "contact@demo.example",
    "contact@walk.example",
];

/// What nobody minds: it shows that the search would find something.
const OPEN: &str = "いぬ・ねこ 70";

#[tokio::test]
async fn nothing_personal_and_no_secret_lies_about() {
    let log = &*LOG;
    let cloud = TestCloud::start().await;
    let walk = Walk::gather(&cloud).await;
    let mut secrets = vec![PASSWORD.to_owned()];
    for place in places() {
        let call = valid(&walk, place).await;
        secrets.extend(cookies(&call.actor));
        let done = match place.spec.access {
            Access::Operator => cloud.invoke(place.spec.name, call.body.clone()).await,
            _ => call.send(&call.actor, place).await.json,
        };
        secrets.extend(done["pass_phrase"].as_str().map(str::to_owned));
        // Refusals are logged, too.
        let _refused = call.probe(&call.actor, place, &[]).await;
        secrets.extend(cookies(&call.actor));
    }
    let keys = cloud.cloud.mailgun.keys();
    secrets.extend(["api_key", "signing_key"].map(|name| keys[name].as_str().unwrap().to_owned()));
    for mail in cloud.cloud.mailbox.list().unwrap() {
        secrets.extend(mail.text.unwrap().split("#token=").nth(1).and_then(|rest| rest.split_whitespace().next()).map(str::to_owned));
    }
    secrets.retain(|secret| !secret.is_empty());
    assert!(secrets.len() > 20, "{} secrets are not all", secrets.len());

    let logged = log.text();
    check_form(&logged);
    let policy_number = "W-1";
    for secret in secrets.iter().map(String::as_str).chain(PERSONAL) {
        assert!(!logged.contains(secret), "the log holds {secret}");
    }
    assert!(!logged.contains(policy_number));

    let files = files(cloud.directory());
    assert!(holds(&files, OPEN).is_some(), "the search finds nothing at all");
    for secret in secrets.iter().map(String::as_str).chain(PERSONAL) {
        assert_eq!(holds(&files, secret), None, "a file of the store holds {secret}");
    }
}

/// Every line is JSON with a time of Japan, and every request has one with its function and outcome.
fn check_form(logged: &str) {
    let lines: Vec<serde_json::Value> =
        logged.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"))).collect();
    assert!(lines.iter().all(|line| line["timestamp"].as_str().is_some_and(|time| time.ends_with("+09:00"))));
    for place in places() {
        let of_function = |line: &&serde_json::Value| line["function"] == place.spec.name && line["request_id"].is_string();
        assert!(lines.iter().any(|line| of_function(&line) && line["status"].is_u64()), "{} is not logged", place.spec.name);
    }
}

fn cookies(actor: &Actor) -> impl Iterator<Item = String> {
    let access = actor.cookie("__Host-access");
    // What identifies the session may be known; the last part may not.
    let refresh = actor.cookie("__Host-refresh").and_then(|cookie| cookie.rsplit('.').next().map(str::to_owned));
    access.into_iter().chain(refresh).chain(actor.cookie("__Host-device"))
}

/// The contents of the store's files: the database with its journal.
fn files(directory: &Path) -> Vec<String> {
    let names = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let files: Vec<_> = names.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("store.sqlite")).collect();
    assert!(!files.is_empty());
    // What isn't UTF-8 between the texts doesn't hide them.
    files.iter().map(|path| String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned()).collect()
}

/// The form in which a file holds a text, if it does: as it is, or escaped as JSON may.
fn holds(files: &[String], text: &str) -> Option<String> {
    let escape = |character: char| if character.is_ascii() { character.to_string() } else { format!("\\u{:04x}", u32::from(character)) };
    let escaped: String = text.chars().map(escape).collect();
    let mut forms = vec![text.to_owned(), escaped.to_uppercase().replace("\\U", "\\u"), escaped];
    forms.truncate(if text.is_ascii() { 1 } else { 3 });
    forms.into_iter().find(|form| files.iter().any(|file| file.contains(form)))
}
