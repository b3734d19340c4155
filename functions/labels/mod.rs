//! Labels (ラベル, WP4) under マスタ管理 > ラベル, and their places on records.

use shared::caller::Tenant;
use shared::domain::id::LabelId;
use shared::domain::label::Labels;
use shared::error::{Error, Result};
use shared::key;
use shared::view::{Batch, View};

/// The organization's labels out of a batch that read them.
///
/// # Errors
/// Where they can't be read.
pub fn labels(batch: &Batch, tenant: Tenant) -> Result<Labels> {
    match batch.record::<Labels>(&key::labels(tenant)) {
        Ok(stored) => Ok(stored.record()),
        Err(Error::NotFound) => Ok(Labels::empty(tenant.id())),
        Err(error) => Err(error),
    }
}

/// Whether a label exists and isn't deleted.
///
/// # Errors
/// Where the store can't be read.
pub async fn exists(view: &View<'_>, tenant: Tenant, label: LabelId) -> Result<bool> {
    let batch = view.batch(&[key::labels(tenant)]).await?;
    Ok(labels(&batch, tenant)?.find(label).is_some())
}
