//! No change without its timeline entry, and each record's entries form a chain.

use serde_json::Value;
use shared::domain::timeline::{Entry, is_chain};
use shared::endpoint::Access;
use std::collections::BTreeMap;
use tests::TestCloud;
use tests::support::store::Dump;
use tests::support::walk::{Walk, places, valid};

/// The writes that are no operation on a record: `Technical` lists what they write.
const TECHNICAL: [&str; 2] = ["password_reset_request", "session_refresh"];

fn entries(dump: &Dump) -> usize {
    dump.keys().filter(|(_, _, sort)| sort.starts_with("TIMELINE#")).count()
}

#[tokio::test]
async fn every_write_stands_on_the_timeline_and_no_read_does() {
    let cloud = TestCloud::start().await;
    let walk = Walk::gather(&cloud).await;
    for place in places() {
        let call = valid(&walk, place).await;
        let before = cloud.dump().await;
        if place.spec.access == Access::Operator {
            cloud.invoke(place.spec.name, call.body.clone()).await;
        } else {
            let reply = call.send(&call.actor, place).await;
            assert_eq!(reply.status, place.spec.status, "{}: {}", place.path, reply.text);
        }
        let after = cloud.dump().await;
        let name = place.spec.name;
        if !place.spec.method.writes() {
            assert_eq!(before, after, "{name} writes");
        } else if TECHNICAL.contains(&name) {
            assert!(before != after && entries(&before) == entries(&after), "{name}");
        } else {
            assert!(entries(&after) > entries(&before), "{name} {} leaves no entry", place.path);
        }
    }
    check_chains(&cloud.dump().await);
}

/// Each record has as many entries as versions, each linked to the one before, and names the last.
fn check_chains(dump: &Dump) {
    let mut chains: BTreeMap<&str, Vec<Entry>> = BTreeMap::new();
    for ((_, partition, _), item) in dump.iter().filter(|((_, _, sort), _)| sort.starts_with("TIMELINE#")) {
        chains.entry(partition).or_default().push(serde_json::from_value(item["entry"].clone()).unwrap());
    }
    let records: Vec<(&str, &Value)> = dump
        .iter()
        .filter(|((_, _, sort), item)| sort == "RECORD" && item.get("head").is_some())
        .map(|((_, partition, _), item)| (partition.as_str(), item))
        .collect();
    assert_eq!(records.len(), chains.len(), "a record without entries, or entries without a record");
    for (partition, record) in records {
        let chain = &chains[partition];
        assert_eq!(record["version"], chain.len(), "{partition}");
        assert!(is_chain(chain, record["head"].as_str().unwrap()), "{partition}: the chain is broken");
    }
}
