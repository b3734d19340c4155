//! The end of a contract and the erasure of an organization: what stops, what stays, what goes, and that nothing is left of it
//! in the store's raw file, wherever the run was cut off.
//!
//! `ERASURES=1000` erases as many organizations, each cut off at several random calls; 4 without it. `ERASURE_SEED=…` repeats
//! the cuts of an earlier run.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod cuts;
mod ends;
mod kills;
mod loaded;
mod restores;
mod small;
mod traces;

use serde_json::{Value, json};
use tests::TestCloud;

/// Ends the contract of an organization.
async fn end(cloud: &TestCloud, organization: &str) -> Value {
    cloud.invoke("contract_end", json!({ "organization": organization })).await
}

/// Has one operator instruct an erasure.
async fn instruct(cloud: &TestCloud, organization: &str) -> Value {
    let instruction = json!({
        "organization": organization, "document": "消去依頼書 2026-10-01", "instructed_by": "情報システム部長",
    });
    cloud.invoke("erasure_instruct", instruction).await
}

/// What an operator does to an erasure.
async fn operate(cloud: &TestCloud, name: &str, operator: &str, organization: &str, erasure: &Value) -> Value {
    cloud.invoke_as(operator, name, json!({ "organization": organization, "erasure": erasure })).await
}

/// An organization whose erasure is due.
async fn due(cloud: &TestCloud, organization: &str) {
    assert_eq!(end(cloud, organization).await["state"], "ended");
    cloud.invoke("contract_sweep", Value::Null).await;
    let erasure = instruct(cloud, organization).await;
    let countersigned = operate(cloud, "erasure_countersign", "bob", organization, &erasure["id"]).await;
    assert_eq!(countersigned["state"], "countersigned", "{countersigned}");
    cloud.move_clock(chrono::TimeDelta::hours(24));
}
