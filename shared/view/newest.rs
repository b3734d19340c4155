//! The newest of the service's own records of a kind, for operators.

use super::View;
use crate::caller::Tenant;
use crate::error::Result;
use crate::key::{self, Index, Key};
use crate::ports::{Query, text};
use crate::record::{Record, Stored};

impl View<'_> {
    /// At most `limit` records that no organization owns, newest first.
    ///
    /// # Errors
    /// Where the store can't be read.
    pub async fn newest<R: Record>(&self, limit: u32) -> Result<Vec<Stored<R>>> {
        let tenant = Tenant::of_operator();
        let partition = key::by_kind(tenant, R::KIND);
        let query = Query { index: Some(Index::Kind), partition, range: None, descending: true, limit, after: None };
        let found = self.query(&query).await?;
        let key = |item| Ok(key::record(tenant, R::KIND, text(item, Index::Kind.attributes().1)?));
        let keys: Vec<Key> = found.items.iter().map(key).collect::<Result<_>>()?;
        // The index lags behind: the records are as they are now.
        let batch = self.batch(&keys).await?;
        keys.iter().map(|key| batch.record(key)).collect()
    }
}
