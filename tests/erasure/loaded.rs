//! A portfolio, loaded as the loader loads one: what a thief of the store's file reads of it, before its erasure and after.

use crate::{due, traces};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use tests::support::programs::program;
use tests::{MovableClock, PASSWORD, TestCloud};
use tokio::process::Command;

/// Fewer would be no search.
const LEAST_VALUES: usize = 200;

#[tokio::test(flavor = "multi_thread")]
async fn the_raw_file_of_a_portfolio_tells_no_person_and_after_its_erasure_nothing() {
    // The loader knows only the machine's clock.
    let cloud = TestCloud::start_at(MovableClock::at_the_present(), |_| ()).await;
    load(&cloud).await;
    let me = cloud.actor("viewer@demo.example").await.get("/api/me").await.expect(200).json;
    let organization = me["organization"]["id"].as_str().unwrap();
    let people = personal_values(&cloud).await;
    assert!(people.len() >= LEAST_VALUES, "{}", people.len());
    let identifiers = identifiers(&cloud, organization).await;
    let found = cloud.in_raw_files(&people);
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(cloud.in_raw_files(&identifiers).len(), identifiers.len(), "they can be found as long as they are there");

    due(&cloud, organization).await;
    assert_eq!(cloud.invoke("erasure_run", Value::Null).await["done"], 1);
    traces::lose_ledger(&cloud, organization).await;
    let left = cloud.in_raw_files(people.iter().chain(&identifiers));
    assert!(left.is_empty(), "{} of {} identifiers, such as {:?}", left.len(), identifiers.len(), left.first());
}

async fn load(cloud: &TestCloud) {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("load");
    let mut loader = Command::new(program("load", "LOADER"));
    loader.arg(sample).env("BASE_URL", cloud.base()).env("DEMO_PASSWORD", PASSWORD).env_remove("ANIMALS");
    let output = loader.output().await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

// As its people read them.
async fn personal_values(cloud: &TestCloud) -> BTreeSet<String> {
    let clerk = cloud.actor("clerk@demo.example").await;
    let mut values = BTreeSet::new();
    let mut next = Some(String::new());
    while let Some(cursor) = next {
        let page = clerk.get(&format!("/api/policyholders?limit=100{cursor}")).await.expect(200).json;
        for policyholder in page["items"].as_array().unwrap() {
            let shown = clerk.get(&format!("/api/policyholders/{}", policyholder["id"].as_str().unwrap())).await.expect(200).json;
            let text = |value: &Value| value.as_str().expect("everybody has one").to_owned();
            values.extend(["name", "kana", "address", "phone", "mail_address"].map(|name| text(&shown[name])));
            values.insert(text(&shown["bank_account"]["number"]));
        }
        next = page["next"].as_str().map(|cursor| format!("&cursor={cursor}"));
    }
    values
}

// Of everything that is this organization's, and of nothing else's.
async fn identifiers(cloud: &TestCloud, organization: &str) -> BTreeSet<String> {
    let mut own: BTreeSet<String> = traces::items(cloud, organization).await.iter().flat_map(|(_, item)| within(item)).collect();
    let of_others = cloud.dump().await.into_values().filter(|item| !item.to_string().contains(organization));
    for identifier in of_others.flat_map(|item| within(&item)) {
        own.remove(&identifier);
    }
    own
}

// A prefix of three letters, an underscore, and 26 letters and digits.
fn within(item: &Value) -> Vec<String> {
    let text = item.to_string();
    let is_identifier = |word: &&str| word.len() == 30 && word.as_bytes()[3] == b'_';
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    words.filter(is_identifier).map(str::to_owned).collect()
}
