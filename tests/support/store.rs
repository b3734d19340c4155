//! The raw store, for tests that say what was written and what wasn't.

use super::cloud::TestCloud;
use aws_sdk_dynamodb::types::AttributeValue;
use serde_json::Value;
use shared::adapters::client::Aws;
use std::collections::{BTreeMap, HashMap};

/// Every item by table, partition and sort key.
pub type Dump = BTreeMap<(String, String, String), Value>;

impl TestCloud {
    /// All items of both tables.
    pub async fn dump(&self) -> Dump {
        let mut dump = Dump::new();
        for table in [local::store::DATA_TABLE, local::store::KEYS_TABLE] {
            let mut start: Option<HashMap<String, AttributeValue>> = None;
            loop {
                let page = self.dynamodb().scan().table_name(table).set_exclusive_start_key(start).send().await.expect("the store is read");
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
