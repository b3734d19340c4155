//! Keyed hashes, by which what is sealed is found.

use super::View;
use crate::caller::Tenant;
use crate::domain::mail_address::MailAddress;
use crate::endpoint::Grant;
use crate::error::Result;
use crate::key::Purpose;
use crate::ports::Context;
use crate::seal;
use crate::world::MAIL_ADDRESS_KEY;

impl View<'_> {
    /// The blind index of a folded term.
    ///
    /// # Errors
    /// Where the key can't be opened.
    pub async fn blind(&self, tenant: Tenant, list: &str, folded: &str) -> Result<String> {
        self.require(Grant::Personal)?;
        let (_, key) = self.world.key(Context::Organization(tenant.id(), Purpose::Index), None).await?;
        Ok(seal::blind(&key, list, folded))
    }

    /// The service-wide hash of a mail address.
    ///
    /// # Errors
    /// Where the key can't be opened.
    pub async fn mail_hash(&self, address: &MailAddress) -> Result<String> {
        self.require(Grant::MailAddress)?;
        let (_, key) = self.world.key(Context::Service(MAIL_ADDRESS_KEY), None).await?;
        Ok(seal::blind(&key, "mail_address", address.as_str()))
    }

    /// The service-wide hash of a network, as [`network`](crate::domain::throttle::network) names it.
    ///
    /// # Errors
    /// Where the key can't be opened.
    pub async fn network_hash(&self, network: &str) -> Result<String> {
        self.require(Grant::MailAddress)?;
        let (_, key) = self.world.key(Context::Service(MAIL_ADDRESS_KEY), None).await?;
        Ok(seal::blind(&key, "network", network))
    }
}
