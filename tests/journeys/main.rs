//! Journeys by area: people with names and roles work through the API of a local cloud.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod accounts;
mod advisories;
mod assignments;
mod certificates;
mod claim_money;
mod claim_ways;
mod claims;
mod disclosures;
mod figures;
mod former_sessions;
mod hostile;
mod incidents;
mod inquiries;
mod jobs;
mod keys;
mod labels;
mod leaks;
mod mail;
mod mail_abroad;
mod notices;
mod operator_accesses;
mod operators;
mod organizations;
mod passwords;
mod portfolio;
mod premiums;
mod searches;
mod second_factors;
mod session_ends;
mod sessions;
mod sign_in;
mod timeline;
mod timeline_proof;

use chrono::TimeDelta;
use serde_json::Value;
use tests::{Actor, TestCloud};

/// A day from today, by the cloud's clock.
fn day(cloud: &TestCloud, days: i64) -> String {
    (cloud.today() + TimeDelta::days(days)).to_string()
}

/// What happened to a record, such as `claims/{id}`, the oldest first.
async fn operations(cloud: &TestCloud, record: &str) -> Vec<String> {
    let timeline = cloud.actor("viewer@demo.example").await.get(&format!("/api/{record}/timeline?limit=100")).await.expect(200).json;
    timeline["items"].as_array().unwrap().iter().map(|entry| entry["operation"].as_str().unwrap().to_owned()).collect()
}

/// The identifiers of what a list shows, in its order.
fn ids(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

/// The secret of the link in the newest mail to an address.
async fn link(cloud: &TestCloud, mail_address: &str) -> String {
    // Resolving a reset request writes the mail that the next run sends.
    for _ in 0..2 {
        cloud.invoke("mail_deliver", Value::Null).await;
    }
    local::demo::newest_token(&cloud.cloud, mail_address).unwrap()
}

/// A signed-in client, if the password is right.
async fn sign_in(cloud: &TestCloud, mail_address: &str, password: &str) -> Option<Actor> {
    let actor = cloud.nobody();
    (actor.sign_in(mail_address, password).await.status == 201).then_some(actor)
}
