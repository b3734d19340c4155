//! The look over a whole table that only the proof of an erasure takes.

use super::View;
use crate::endpoint::Grant;
use crate::error::Result;
use crate::key::Store;
use crate::ports::Found;

impl View<'_> {
    /// A page of a whole table after the place given (partition and sort key).
    ///
    /// # Errors
    /// Where the store can't be read.
    pub async fn prove(&self, store: Store, after: Option<(String, String)>, limit: u32) -> Result<Found> {
        self.require(Grant::ProveErasure)?;
        self.world.table.scan(store, after, limit).await
    }
}
