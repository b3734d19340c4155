//! The store through its adapter.

mod commits;
mod queries;
mod reads;

use serde_json::{Value, json};
use shared::caller::Tenant;
use shared::domain::id::{Identifier, OrganizationId, Unique};
use shared::domain::time::in_japan;
use shared::key::{self, Key, Kind, Purpose};
use shared::ports::{Action, Condition, Failure, Item, Operation, Table};

/// The contract.
pub async fn contract(table: &dyn Table) {
    reads::contract(table).await;
    queries::contract(table).await;
    commits::contract(table).await;
}

/// Organizations by number, so that each check has partitions of its own.
fn tenant(number: u8) -> Tenant {
    Tenant::of_service(OrganizationId::from_unique(Unique::new(in_japan(chrono::DateTime::UNIX_EPOCH), [number; 10])))
}

fn record(tenant: Tenant, id: &str) -> Key {
    key::record(tenant, Kind::Claim, id)
}

fn wrapped_key(tenant: Tenant) -> Key {
    key::organization_key(tenant.id(), Purpose::Data)
}

fn item(value: Value) -> Item {
    value.as_object().unwrap().clone()
}

fn put(key: Key, value: Value) -> Operation {
    conditional(key, Action::Put(item(value)), vec![])
}

fn conditional(key: Key, action: Action, conditions: Vec<Condition>) -> Operation {
    Operation { key, action, conditions, failure: Failure::Conflict("record_changed") }
}

async fn write(table: &dyn Table, operations: &[Operation]) {
    for chunk in operations.chunks(100) {
        table.commit(chunk).await.unwrap();
    }
}

/// What lies at a key, without the key itself.
async fn read(table: &dyn Table, key: &Key) -> Option<Value> {
    let mut item = table.get(std::slice::from_ref(key)).await.unwrap().pop().unwrap()?;
    assert_eq!((item.remove("pk"), item.remove("sk")), (Some(json!(key.partition())), Some(json!(key.sort()))));
    Some(Value::Object(item))
}
