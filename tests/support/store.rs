//! The raw store, for tests that say what was written and what wasn't.

use super::cloud::TestCloud;
use aws_sdk_dynamodb::types::AttributeValue;
use serde_json::Value;
use shared::adapters::client::Aws;
use shared::domain::timeline::{Entry, is_chain};
use std::collections::{BTreeMap, HashMap};

/// Every item by table, partition and sort key.
pub type Dump = BTreeMap<(String, String, String), Value>;

impl TestCloud {
    /// All items of both tables in use. The data's are under the name of the first table, whichever is in use.
    pub async fn dump(&self) -> Dump {
        let mut dump = Dump::new();
        for table in [local::store::DATA_TABLE, local::store::KEYS_TABLE] {
            let in_use = if table == local::store::DATA_TABLE { self.cloud.world.settings.data_table.as_str() } else { table };
            let mut start: Option<HashMap<String, AttributeValue>> = None;
            loop {
                let page =
                    self.dynamodb().scan().table_name(in_use).set_exclusive_start_key(start).send().await.expect("the store is read");
                for item in page.items.unwrap_or_default() {
                    let item: Value = serde_dynamo::from_item(item).expect("an item is JSON");
                    let text = |name: &str| item[name].as_str().unwrap_or_default().to_owned();
                    dump.insert((table.to_owned(), text("pk"), text("sk")), item.clone());
                }
                start = page.last_evaluated_key;
                if start.is_none() {
                    break;
                }
            }
        }
        dump
    }

    /// Replaces an item as nobody but the store's owner could.
    pub async fn overwrite(&self, table: &str, item: &Value) {
        let item = serde_dynamo::to_item(item).expect("an item is JSON");
        self.dynamodb().put_item().table_name(table).set_item(Some(item)).send().await.expect("the store is written");
    }

    /// A client of the store.
    #[must_use]
    pub fn dynamodb(&self) -> aws_sdk_dynamodb::Client {
        self.aws().dynamodb()
    }

    /// The local cloud as function binaries see it.
    #[must_use]
    pub fn aws(&self) -> Aws {
        let read = |name: &str| self.cloud.environment.iter().find(|(found, _)| *found == name).map(|(_, value)| value.clone());
        Aws::from_environment(read).expect("the environment names the endpoints")
    }
}

/// Each record has as many entries as versions, each linked to the one before, and names the last.
pub fn check_chains(dump: &Dump) {
    let mut chains: BTreeMap<&str, Vec<Entry>> = BTreeMap::new();
    for ((_, partition, _), item) in dump.iter().filter(|((_, _, sort), _)| sort.starts_with("TIMELINE#")) {
        chains.entry(partition).or_default().push(serde_json::from_value(item["entry"].clone()).expect("a timeline is whole"));
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
        assert!(is_chain(chain, record["head"].as_str().expect("a timeline is whole")), "{partition}: the chain is broken");
    }
}
