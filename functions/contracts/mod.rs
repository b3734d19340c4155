//! The end of a contract (契約の終了, WP3): sign-in stops at once, and the data stays.

pub mod end;
pub mod sweep;

use serde::{Deserialize, Serialize};
use shared::domain::id::{AccountId, OrganizationId};

/// How far the sweep of a contract's end is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sweep {
    /// The organization.
    pub organization: OrganizationId,
    /// The account that was looked at last.
    pub after: Option<AccountId>,
    /// One more with every page.
    pub version: u64,
}
