//! An account's password, and the links of invitations and resets with which it is set.

use crate::domain::id::{AccountId, OrganizationId};
use crate::domain::time::{Timestamp, rfc3339};
use serde::{Deserialize, Serialize};

/// What a link in a mail is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkPurpose {
    /// 招待: sets the first password; 72 hours.
    Invitation,
    /// 再設定: sets a new one; 30 minutes.
    Reset,
}

impl LinkPurpose {
    /// How long the link holds.
    #[must_use]
    pub const fn lifetime(self) -> chrono::TimeDelta {
        match self {
            Self::Invitation => chrono::TimeDelta::hours(72),
            Self::Reset => chrono::TimeDelta::minutes(30),
        }
    }
}

/// An account's password and its open link.
#[derive(Clone, Serialize, Deserialize)]
pub struct Credential {
    /// One more with every change.
    pub version: u64,
    /// The Argon2id PHC string; `None` before the first password.
    pub password: Option<String>,
    /// The SHA-256 (base64url) of the newest link's secret; an older link is void.
    pub link: Option<String>,
}

/// An open invitation or reset link.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Link {
    /// Whose organization.
    pub organization: OrganizationId,
    /// Whose account.
    pub account: AccountId,
    /// What for.
    pub purpose: LinkPurpose,
    /// Until when.
    #[serde(with = "rfc3339")]
    pub expires_at: Timestamp,
}
