//! Organizations, page by page: all of them, or those that a service-wide list names. For jobs and operators; no request of a
//! customer reads them.

use super::View;
use crate::caller::Tenant;
use crate::domain::id::OrganizationId;
use crate::endpoint::Grant;
use crate::error::{Error, Result};
use crate::key;
use crate::ports::{Position, Query, text};

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
        self.organizations_of(key::SERVICE_ORGANIZATIONS.to_owned(), after, limit).await
    }

    /// The same of those that a partition of the service names by its sort keys.
    ///
    /// # Errors
    /// Where the store can't be read.
    pub async fn organizations_of(&self, partition: String, after: Option<OrganizationId>, limit: u32) -> Result<Organizations> {
        self.require(Grant::Read)?;
        let after = after.map(|last| Position { key: (partition.clone(), last.to_string()), index: None });
        let query = Query { index: None, partition, range: None, descending: false, limit, after };
        let found = self.world.table.query(&query).await?;
        let tenant = |item| text(item, "sk")?.parse().map(Tenant::of_service).map_err(Error::internal);
        let tenants: Vec<Tenant> = found.items.iter().map(tenant).collect::<Result<_>>()?;
        let next = tenants.last().map(|tenant| tenant.id()).filter(|_| found.more);
        Ok(Organizations { tenants, next })
    }
}
