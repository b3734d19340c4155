//! Disclosures to courts and authorities (法令に基づく開示, WP15).
//!
//! One that its organization may know of is the organization's record. One that it mustn't know of yet is the operator's
//! record, which no organization can read, until the day of the order; then a job makes it the organization's.

pub mod export;
pub mod instruct;
pub mod reveal;

use serde::{Deserialize, Serialize};
use shared::caller::Tenant;
use shared::domain::id::{DisclosureId, OrganizationId};
use shared::key::{self, Key, Kind};

/// A disclosure that is still to be made known.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Hidden {
    /// The organization.
    pub organization: OrganizationId,
    /// The disclosure.
    pub disclosure: DisclosureId,
    /// On which day.
    #[serde(deserialize_with = "shared::domain::date::strict")]
    pub reveal_on: chrono::NaiveDate,
}

/// The key of a disclosure under who holds it.
#[must_use]
pub fn disclosure_key(holder: Tenant, id: DisclosureId) -> Key {
    key::record(holder, Kind::Disclosure, &id.to_string())
}
