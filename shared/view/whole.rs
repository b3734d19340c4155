//! Records of any kind as a whole, for operators.

use super::View;
use crate::caller::Tenant;
use crate::error::{Error, Result};
use crate::key::Key;
use crate::seal;
use serde_json::Value;

impl View<'_> {
    /// A record of any kind as a whole, opened: its version and its members. For operators, whose reads stand on the timeline.
    ///
    /// # Errors
    /// [`Error::NotFound`] where it isn't there.
    pub async fn load_whole(&self, tenant: Tenant, key: &Key) -> Result<(u64, Value)> {
        let batch = self.batch_open(tenant, std::slice::from_ref(key)).await?;
        let item = batch.raw(key).ok_or(Error::NotFound)?;
        let version = item.get("version").and_then(Value::as_u64).ok_or(Error::NotFound)?;
        Ok((version, seal::unmarked(item.get("data").cloned().ok_or(Error::NotFound)?)))
    }
}
