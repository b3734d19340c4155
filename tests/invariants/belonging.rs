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
            let _sent = call.send(&call.actor, place).await.expect(place.spec.status);
        }
    }
    let dump = cloud.dump().await;
    let tenant = Tenant::of_service(walk.organization().parse().unwrap());
    let kinds: BTreeSet<String> = Kind::ALL.iter().map(|kind| key::by_kind(tenant, *kind)).collect();
    let items: BTreeSet<String> = (0..ITEM_SHARDS).map(|shard| key::by_item(tenant, shard)).collect();
    let stands_in = |item: &Value, index: &BTreeSet<String>| item["kind_pk"].as_str().is_some_and(|partition| index.contains(partition));
    let of_records: BTreeSet<&String> =
        dump.iter().filter(|(_, item)| stands_in(item, &kinds)).map(|((_, partition, _), _)| partition).collect();
    let (mut lost, mut made) = (Vec::new(), BTreeSet::new());
    for ((table, partition, sort), item) in &dump {
        let key = Key::of_found(Store::Data, partition, sort);
        if table != local::store::DATA_TABLE || key::is_ledger(&key) || !item.to_string().contains(walk.organization()) {
            continue;
        }
        made.insert(key::name(&key));
        if !stands_in(item, &items) && !of_records.contains(partition) {
            lost.push(format!("{partition} / {sort}"));
        }
    }
    assert!(lost.is_empty(), "an erasure would find these by its proof alone:\n{}", lost.join("\n"));
    for kind in ["session", "edge", "unique", "rights", "credential", "link", "mail_address", "timeline_entry", "claim", "organizations"] {
        assert!(made.contains(kind), "the walk made no {kind}: {made:?}");
    }
}
