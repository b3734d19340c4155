//! Every item of an organization is found through the organization's own indexes, whatever function wrote it: an erasure rests
//! on them.

use serde_json::Value;
use shared::caller::Tenant;
use shared::endpoint::Access;
use shared::key::{self, ITEM_SHARDS, Key, Kind, Store};
use std::collections::BTreeSet;
use tests::TestCloud;
use tests::support::walk::{Walk, places, valid};

#[tokio::test]
async fn every_item_of_an_organization_stands_in_its_indexes() {
    let cloud = TestCloud::start().await;
    let walk = Walk::gather(&cloud).await;
    for place in places() {
        let call = valid(&walk, place).await;
        if place.spec.access == Access::Operator {
            cloud.invoke(place.spec.name, call.body.clone()).await;
        } else {
            call.send(&call.actor, place).await.expect(place.spec.status);
        }
    }
    let dump = cloud.dump().await;
    let tenant = Tenant::of_service(walk.organization().parse().unwrap());
    let mut listed: BTreeSet<String> = Kind::ALL.iter().map(|kind| key::by_kind(tenant, *kind)).collect();
    let records: BTreeSet<&str> = dump
        .iter()
        .filter(|(_, item)| item["kind_pk"].as_str().is_some_and(|partition| listed.contains(partition)))
        .map(|((_, partition, _), _)| partition.as_str())
        .collect();
    let of_records = records.clone();
    listed = (0..ITEM_SHARDS).map(|shard| key::by_item(tenant, shard)).collect();
    let mut lost = Vec::new();
    let mut kinds: BTreeSet<String> = BTreeSet::new();
    for ((table, partition, sort), item) in &dump {
        let key = Key::of_found(Store::Data, partition, sort);
        if table != local::store::DATA_TABLE || key::is_ledger(&key) || !item.to_string().contains(walk.organization()) {
            continue;
        }
        kinds.insert(key::name(&key));
        let is_listed = item["kind_pk"].as_str().is_some_and(|partition| listed.contains(partition));
        if !is_listed && !of_records.contains(partition.as_str()) && !is_hidden(item) {
            lost.push(format!("{partition} / {sort}"));
        }
    }
    assert!(lost.is_empty(), "an erasure would find these by its proof alone:\n{}", lost.join("\n"));
    for kind in ["session", "edge", "unique", "rights", "credential", "link", "mail_address", "timeline_entry", "claim", "organizations"] {
        assert!(kinds.contains(kind), "the walk made no {kind}: {kinds:?}");
    }
}

// A disclosure that its organization mustn't know of is the operator's record; the item that waits for its day is listed.
fn is_hidden(item: &Value) -> bool {
    item["data"]["known"] == false && item["kind"] == "disclosure"
}
