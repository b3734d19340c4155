//! Keys of what ends an organization, and of what it mustn't know yet. All of it is the service's: jobs work for all.

use super::Key;
use crate::caller::Tenant;

/// The partition of ended contracts whose accounts are still to be suspended. Service-wide: the sweep works for all.
pub const SERVICE_CONTRACT_SWEEPS: &str = "CONTRACT_SWEEP";

/// An ended contract whose accounts are still to be suspended.
#[must_use]
pub fn service_contract_sweep(tenant: Tenant) -> Key {
    Key::data(SERVICE_CONTRACT_SWEEPS.into(), tenant.id().to_string())
}

/// The partition of erasures that were instructed and aren't finished. Part of the ledger: it outlives the organization.
pub const SERVICE_ERASURES: &str = "ERASURE";

/// How far the erasure of an organization is.
#[must_use]
pub fn service_erasure(tenant: Tenant) -> Key {
    Key::data(SERVICE_ERASURES.into(), tenant.id().to_string())
}

/// The partition of erased organizations. Part of the ledger.
pub const SERVICE_ERASED: &str = "ERASED";

/// That an organization was erased, and, until it lies in the ledger, the certificate: there can be one.
#[must_use]
pub fn service_erased(tenant: Tenant) -> Key {
    Key::data(SERVICE_ERASED.into(), tenant.id().to_string())
}

/// The partition of disclosures that are still to be made known. Service-wide: the job works for all.
pub const SERVICE_DISCLOSURES: &str = "DISCLOSURE";

/// A disclosure that is still to be made known to its organization.
#[must_use]
pub fn service_disclosure(tenant: Tenant, disclosure: crate::domain::id::DisclosureId) -> Key {
    Key::data(SERVICE_DISCLOSURES.into(), format!("{}#{disclosure}", tenant.id()))
}
