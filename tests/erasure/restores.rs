//! What was erased stays erased, whatever is restored.

use crate::{due, small, traces};
use aws_sdk_dynamodb::types::AttributeValue;
use serde_json::Value;
use std::collections::HashMap;
use tests::TestCloud;
use tests::support::store::Dump;

// Puts items back as a restore would: past the product.
async fn restore(cloud: &TestCloud, dump: &Dump, contains: &str) -> usize {
    let mut restored = 0;
    for ((table, _, _), item) in dump.iter().filter(|(_, item)| item.to_string().contains(contains)) {
        let attributes: HashMap<String, AttributeValue> = serde_dynamo::to_item(item).unwrap();
        cloud.dynamodb().put_item().table_name(table).set_item(Some(attributes)).send().await.unwrap();
        restored += 1;
    }
    restored
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_restore_brings_back_is_erased_again_under_the_same_certificate() {
    let cloud = TestCloud::start().await;
    let small = small::make(&cloud, 1).await;
    let backup = cloud.dump().await;
    due(&cloud, &small.organization).await;
    cloud.invoke("erasure_run", Value::Null).await;
    let (_, issued) = traces::certificate(&cloud, &small.organization).await;
    assert_eq!(cloud.invoke("erasure_replay", Value::Null).await["done"], 0, "nothing came back");
    let restored = restore(&cloud, &backup, &small.organization).await;
    assert!(restored > 30, "{restored}");
    assert_eq!(cloud.invoke("erasure_replay", Value::Null).await["done"], 1);
    assert_eq!(cloud.invoke("erasure_run", Value::Null).await["done"], 1);
    traces::erased(&cloud, &small).await;
    assert_eq!(traces::certificate(&cloud, &small.organization).await.1, issued, "issued once");
    assert_eq!(cloud.invoke("erasure_replay", Value::Null).await["done"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_single_item_that_comes_back_is_found_without_a_scan() {
    let cloud = TestCloud::start().await;
    let small = small::make(&cloud, 1).await;
    let backup = cloud.dump().await;
    due(&cloud, &small.organization).await;
    cloud.invoke("erasure_run", Value::Null).await;
    for part in ["#edge#policyholder", "#claim#clm_", "MAIL_ADDRESS#"] {
        let parts: Dump = backup
            .iter()
            .filter(|((_, partition, sort), item)| {
                partition.contains(part) && !sort.starts_with("TIMELINE") && item.to_string().contains(&small.organization)
            })
            .take(1)
            .map(|(place, item)| (place.clone(), item.clone()))
            .collect();
        assert_eq!(restore(&cloud, &parts, &small.organization).await, 1, "{part}");
        assert_eq!(cloud.invoke("erasure_replay", Value::Null).await["done"], 1, "{part}");
        cloud.invoke("erasure_run", Value::Null).await;
        traces::erased(&cloud, &small).await;
    }
}
