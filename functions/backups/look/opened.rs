//! Personal values where they lie: in records, and in what stands beside them under a place of its own.

use super::Looked;
use crate::certificates::FILE_FIELD;
use serde_json::Value;
use shared::caller::Tenant;
use shared::domain::id::OrganizationId;
use shared::domain::personal::{CLEAR, SEALED};
use shared::domain::timeline::{Actor, Entry};
use shared::error::Result;
use shared::key::{self, Kind};
use shared::ports::{Item, Secret};
use shared::seal::{DataKeys, Place, rewrite};
use shared::view::Missing;
use std::sync::Arc;

/// Opens every personal value of an item: how many were, and how many didn't open.
pub(super) fn open<'k>(
    value: &mut Value,
    looked: &Looked,
    organization: OrganizationId,
    keys: impl Iterator<Item = (u64, &'k std::result::Result<Arc<Secret>, Missing>)>,
) -> Result<(u64, u64)> {
    let mut opener = DataKeys::default();
    for (version, key) in keys {
        match key {
            Ok(key) => opener.insert(version, Arc::clone(key)),
            Err(missing) => opener.miss(version, missing.clone()),
        }
    }
    let (mut opened, mut broken) = (0, 0);
    rewrite(value, "", &mut |path, marker| {
        let (record, field) = sealed_for(looked, path);
        let sealed = marker.get(SEALED).and_then(Value::as_str);
        let clear = sealed.and_then(|sealed| opener.open(Place { organization, record: &record, field: &field }, sealed).ok());
        match clear.and_then(|clear| serde_json::from_slice::<Value>(&clear).ok()) {
            Some(clear) => {
                marker.insert(CLEAR.into(), clear);
                opened += 1;
            }
            // One that doesn't open, or that lies there readable and so was put there by somebody else.
            None => broken += 1,
        }
        Ok(())
    })?;
    Ok((opened, broken))
}

// The record and field that a value was sealed for, from its path in the item.
fn sealed_for(looked: &Looked, path: &str) -> (String, String) {
    let own = looked.key.partition().to_owned();
    match key::name(&looked.key).as_str() {
        "timeline_entry" => (account_of(&looked.item).unwrap_or(own), "name".into()),
        "certificate_file" => (own, FILE_FIELD.into()),
        "idempotency_record" => (own, format!("{path}.{}", looked.key.sort())),
        "outbox" => (looked.key.sort().to_owned(), path.to_owned()),
        _ => (own, path.strip_prefix("data.").filter(|_| key::record_kind(&looked.key).is_some()).unwrap_or(path).to_owned()),
    }
}

// The name on an entry is the account's own.
fn account_of(item: &Item) -> Option<String> {
    let entry: Entry = serde_json::from_value(item.get("entry")?.clone()).ok()?;
    match entry.actor {
        Actor::Account { id } => {
            Some(key::record(Tenant::of_service(entry.organization), Kind::Account, &id.to_string()).partition().to_owned())
        }
        Actor::Anonymous | Actor::Operator { .. } | Actor::Job { .. } => None,
    }
}
