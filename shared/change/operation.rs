//! Operations as handlers make them: each says what must still hold, and what it means if it doesn't.

use crate::domain::time::Timestamp;
use crate::error::{Error, Result};
use crate::key::Key;
use crate::ports::{Action, Condition, Failure, Item, Operation};
use serde_json::Value;

impl Operation {
    /// Writes an item that must not be there yet.
    #[must_use]
    pub fn create(key: Key, item: Item, failure: Failure) -> Self {
        Self { key, action: Action::Put(item), conditions: vec![Condition::Absent], failure }
    }

    /// Writes an item whose counting attribute must still have this value.
    #[must_use]
    pub fn replace(key: Key, item: Item, counter: (&'static str, u64), failure: Failure) -> Self {
        Self { key, action: Action::Put(item), conditions: vec![Condition::Equals(counter.0, counter.1.into())], failure }
    }

    /// Only checks that an item's counting attribute still has this value.
    #[must_use]
    pub fn check(key: Key, counter: (&'static str, u64), failure: Failure) -> Self {
        Self { key, action: Action::Check, conditions: vec![Condition::Equals(counter.0, counter.1.into())], failure }
    }

    /// Removes an item whether it is there or not.
    #[must_use]
    pub fn remove(key: Key, failure: Failure) -> Self {
        Self { key, action: Action::Delete, conditions: Vec::new(), failure }
    }

    /// Writes an item that must be as it was read: absent, or with this value of its counting attribute.
    #[must_use]
    pub fn put(key: Key, item: Item, counter: (&'static str, u64), failure: Failure) -> Self {
        match counter.1 {
            0 => Self::create(key, item, failure),
            _ => Self::replace(key, item, counter, failure),
        }
    }

    /// Removes an item that must be there.
    #[must_use]
    pub fn delete(key: Key, failure: Failure) -> Self {
        Self { key, action: Action::Delete, conditions: vec![Condition::Present], failure }
    }
}

/// A serialisable value as an item.
///
/// # Errors
/// Where it isn't a JSON object.
pub fn item(value: &impl serde::Serialize) -> Result<Item> {
    match serde_json::to_value(value).map_err(Error::internal)? {
        Value::Object(item) => Ok(item),
        _ => Err(Error::internal("an item must be an object")),
    }
}

/// An item that ends at a time: the store may drop it then, and the retention sweep does.
#[must_use]
pub fn expiring(mut item: Item, key: &Key, ends_at: Timestamp) -> Item {
    let place = crate::key::service_expiry(key, ends_at);
    let (partition, sort) = place.index.attributes();
    item.insert("ttl".into(), ends_at.timestamp().into());
    item.insert(partition.into(), place.partition.into());
    item.insert(sort.into(), place.sort.into());
    item
}
