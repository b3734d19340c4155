//! Tables that were restored from a backup, read apart from those in use: with the keys in use, read anew, and nothing that is kept
//! in memory of the others.

use crate::domain::id::OrganizationId;
use crate::error::{Error, Result};
use crate::key::{self, Key, Purpose, Store};
use crate::keyring::Wrapped;
use crate::ports::{CommitError, Context, Found, Item, Keys, Operation, Query, Secret, Table};
use std::sync::Arc;

/// Why a restored key can't be opened, for a report.
pub type Missing = String;

/// Restored tables.
pub struct Restored {
    table: Arc<dyn Table>,
    keys: Arc<dyn Keys>,
}

impl Restored {
    pub(crate) const fn new(table: Arc<dyn Table>, keys: Arc<dyn Keys>) -> Self {
        Self { table, keys }
    }

    /// A page of a whole table after the place given (partition and sort key).
    ///
    /// # Errors
    /// Where the store can't be read.
    pub async fn scan(&self, store: Store, after: Option<(String, String)>, limit: u32) -> Result<Found> {
        self.table.scan(store, after, limit).await
    }

    /// Items by their keys, in their order.
    ///
    /// # Errors
    /// Where the store can't be read.
    pub async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Item>>> {
        self.table.get(keys).await
    }

    /// A page of a query.
    ///
    /// # Errors
    /// Where the store can't be read.
    pub async fn query(&self, query: &Query) -> Result<Found> {
        self.table.query(query).await
    }

    // Through `View::mend` alone.
    pub(super) async fn write(&self, operations: &[Operation]) -> Result<()> {
        match self.table.commit(operations).await {
            Ok(()) => Ok(()),
            Err(CommitError::Other(error)) => Err(error),
            Err(CommitError::Conditions(_) | CommitError::Conflict) => Err(Error::Conflict("record_changed")),
        }
    }

    /// A version of an organization's data key, or why there is none.
    ///
    /// # Errors
    /// Where the store can't be read, or KMS is away.
    pub async fn data_key(&self, organization: OrganizationId, version: u64) -> Result<std::result::Result<Arc<Secret>, Missing>> {
        let place = key::organization_key(organization, Purpose::Data);
        let Some(item) = self.table.get(std::slice::from_ref(&place)).await?.pop().flatten() else {
            return Ok(Err("no wrapped keys".into()));
        };
        let blobs = Wrapped::of_item(&item).and_then(|wrapped| Ok((wrapped.kms_key().to_owned(), wrapped.blobs()?)));
        let Ok((kms_key, blobs)) = blobs else { return Ok(Err("wrapped keys that can't be read".into())) };
        match blobs.into_iter().find(|(found, _)| *found == version) {
            None => Ok(Err(format!("no key of version {version}"))),
            Some((_, wrapped)) => {
                let secret = self.keys.unwrap(&kms_key, Context::Organization(organization, Purpose::Data), &wrapped).await?;
                Ok(Ok(Arc::new(secret)))
            }
        }
    }
}
