//! All organizations, page by page, for jobs. No request reads them.

use super::View;
use crate::caller::Tenant;
use crate::domain::id::OrganizationId;
use crate::endpoint::Grant;
use crate::error::{Error, Result};
use crate::key;
use crate::ports::{Position, Query};
use serde_json::Value;

/// A page of organizations, in the order of their identifiers, which is that of their opening.
#[derive(Debug)]
pub struct Organizations {
    /// Each of them.
    pub tenants: Vec<Tenant>,
    /// Where the next page begins; `None` after the last.
    pub next: Option<OrganizationId>,
}

impl View<'_> {
    /// At most `limit` organizations after the one given; from the first where none is given.
    ///
    /// # Errors
    /// Where the store can't be read.
    pub async fn organizations(&self, after: Option<OrganizationId>, limit: u32) -> Result<Organizations> {
        self.require(Grant::Read)?;
        let partition = key::SERVICE_ORGANIZATIONS.to_owned();
        let after = after.map(|last| Position { key: (partition.clone(), last.to_string()), index: None });
        let query = Query { index: None, partition, range: None, descending: false, limit, after };
        let found = self.world.table.query(&query).await?;
        let organization = |item: &crate::ports::Item| item.get("sk").and_then(Value::as_str).unwrap_or_default().parse();
        let ids: Vec<OrganizationId> =
            found.items.iter().map(organization).collect::<std::result::Result<_, _>>().map_err(Error::internal)?;
        let next = ids.last().copied().filter(|_| found.more);
        Ok(Organizations { tenants: ids.into_iter().map(Tenant::of_service).collect(), next })
    }
}
