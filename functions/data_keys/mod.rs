//! Data keys (WP13): new versions, from which on the records are sealed anew.

pub mod rotate;

use crate::records::reseal::Reseal;
use shared::caller::Tenant;
use shared::change::{Change, Companion, item};
use shared::domain::organization::Organization;
use shared::domain::timeline::Event;
use shared::error::Result;
use shared::key;
use shared::keyring::Wrapped;
use shared::ports::{Action, Failure, Operation};
use shared::view::View;

/// Adds to a change a new version of an organization's data key, its entry on the organization's record, and that the
/// records are to be sealed anew, from the first on even where that was under way already.
///
/// # Errors
/// [`Error::NotFound`](shared::error::Error::NotFound), or where KMS is away or the organization's key disabled.
pub async fn rotated<T>(view: &View<'_>, tenant: Tenant, present: &Wrapped, change: Change<T>) -> Result<Change<T>> {
    let organization = view.load::<Organization>(&key::organization(tenant)).await?;
    let keys = view.rotate_data_key(tenant, present).await?;
    let reseal = item(&Reseal::begin(present.current() + 1, view.now()))?;
    let reseal = Operation {
        key: key::service_reseal(tenant),
        action: Action::Put(reseal),
        conditions: Vec::new(),
        failure: Failure::Conflict("record_changed"),
    };
    Ok(change
        .update(tenant, &organization, &organization.record(), Event::DataKeyRotated)?
        .with(Companion::OrganizationKeys, keys)
        .with(Companion::Reseal, reseal))
}
