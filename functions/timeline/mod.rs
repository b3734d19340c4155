//! The timeline (タイムライン, WP10): who did what to which record, and when.

pub mod export;
pub mod list;
pub(crate) mod log;
pub mod proof;
pub mod public_key;
pub mod record;
pub mod seal;
pub mod seals;

use serde_json::Value;
use shared::caller::Tenant;
use shared::domain::timeline::{Actor, Entry, EntryView};
use shared::error::{Error, Result};
use shared::key::{self, Kind};
use shared::ports::Item;
use shared::view::View;

/// The entry of a stored item.
///
/// # Errors
/// Where the item can't be read.
pub fn entry(item: &Item) -> Result<Entry> {
    let entry = item.get("entry").ok_or_else(|| Error::internal("a timeline item without an entry"))?;
    serde_json::from_value(entry.clone()).map_err(Error::internal)
}

/// An entry as replies show it: the name that the person had then is opened.
///
/// # Errors
/// Where the seal doesn't open.
pub async fn entry_view(view: &View<'_>, tenant: Tenant, entry: Entry, item: &Item) -> Result<EntryView> {
    let name = match &entry.actor {
        Actor::Account { id } => {
            let sealed = item.get("actor_name").unwrap_or(&Value::Null);
            view.open_value(tenant, &key::record(tenant, Kind::Account, &id.to_string()), "name", sealed).await?
        }
        Actor::Anonymous | Actor::Operator { .. } | Actor::Job { .. } => None,
    };
    Ok(EntryView::new(entry, name))
}
