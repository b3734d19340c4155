//! The number of administrators, which never falls to none (WP5).

use super::Rights;
use crate::domain::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// How many active administrators an organization has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdministratorCount {
    /// One more with every change.
    pub version: u64,
    /// The number.
    pub active: u32,
}

impl AdministratorCount {
    /// After an account's rights changed.
    ///
    /// # Errors
    /// [`Refusal::LastAdministrator`] where none would be left.
    pub fn changed(self, before: &Rights, after: &Rights) -> Result<Option<Self>, Refusal> {
        match (before.is_active_administrator(), after.is_active_administrator()) {
            (false, true) => Ok(Some(Self { version: self.version + 1, active: self.active + 1 })),
            (true, false) if self.active <= 1 => Err(Refusal::LastAdministrator),
            (true, false) => Ok(Some(Self { version: self.version + 1, active: self.active - 1 })),
            _ => Ok(None),
        }
    }
}
