//! Sessions (セッション): signing in, staying signed in, signing out.

pub mod attempt;
pub mod confirmation;
pub mod create;
pub mod delete;
pub mod device;
pub mod end;
pub mod former;
pub mod list;
pub mod open;
pub mod refresh;
pub mod renewal;
pub mod verify;

pub use device::DeviceTokens;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::admit::{ACCESS_COOKIE, REFRESH_COOKIE};
use shared::caller::Tenant;
use shared::change::expiring;
use shared::domain::account::{ACCESS_TOKEN_MINUTES, Rights, SESSION_HOURS, Session};
use shared::domain::id::{AccountId, OrganizationId, SessionId};
use shared::domain::role::Role;
use shared::domain::time::{Timestamp, rfc3339};
use shared::error::Result;
use shared::key::{self, Key};
use shared::ports::{Failure, Item, Operation};
use shared::seal::sha256;

/// Where the account of a mail address lies.
#[derive(Deserialize)]
pub struct Address {
    /// The organization.
    pub organization: OrganizationId,
    /// The account.
    pub account: AccountId,
}

/// A session as its owner sees it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SessionView {
    /// The session.
    pub session: SessionId,
    /// The account.
    pub account: AccountId,
    /// The organization.
    pub organization: OrganizationId,
    /// What the account may do.
    pub roles: Vec<Role>,
    /// Until when the access cookie holds; refresh before.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub access_expires_at: Timestamp,
    /// When the session ends at the latest.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub ends_at: Timestamp,
}

impl SessionView {
    /// The view of a session that was just opened or refreshed.
    #[must_use]
    pub fn new(tenant: Tenant, session: &Session, rights: &Rights, now: Timestamp) -> Self {
        Self {
            session: session.id,
            account: session.account,
            organization: tenant.id(),
            roles: rights.roles.clone(),
            access_expires_at: now + chrono::TimeDelta::minutes(ACCESS_TOKEN_MINUTES),
            ends_at: session.opened_at + chrono::TimeDelta::hours(SESSION_HOURS),
        }
    }
}

/// What the refresh cookie names: everything that is needed to find the session, and its secret.
pub struct RefreshToken {
    /// The organization.
    pub organization: OrganizationId,
    /// The account.
    pub account: AccountId,
    /// The session.
    pub session: SessionId,
    secret: String,
}

impl RefreshToken {
    /// A new token with 256 random bits.
    #[must_use]
    pub fn new(organization: OrganizationId, account: AccountId, session: SessionId, secret: [u8; 32]) -> Self {
        Self { organization, account, session, secret: URL_SAFE_NO_PAD.encode(secret) }
    }

    /// Reads the cookie.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let token = Self {
            organization: parts.next()?.parse().ok()?,
            account: parts.next()?.parse().ok()?,
            session: parts.next()?.parse().ok()?,
            secret: parts.next()?.to_owned(),
        };
        parts.next().is_none().then_some(token)
    }

    /// The hash that the store keeps.
    #[must_use]
    pub fn hash(&self) -> String {
        URL_SAFE_NO_PAD.encode(sha256(self.secret.as_bytes()))
    }

    /// The cookie, for as long as a session can last.
    #[must_use]
    pub fn cookie(&self) -> String {
        let Self { organization, account, session, secret } = self;
        cookie(REFRESH_COOKIE, &format!("{organization}.{account}.{session}.{secret}"), SESSION_HOURS * 3600)
    }
}

/// The access cookie.
#[must_use]
pub fn access_cookie(token: &str) -> String {
    cookie(ACCESS_COOKIE, token, ACCESS_TOKEN_MINUTES * 60)
}

/// The cookies that take both tokens away.
#[must_use]
pub fn no_cookies() -> [String; 2] {
    [cookie(ACCESS_COOKIE, "", 0), cookie(REFRESH_COOKIE, "", 0)]
}

fn cookie(name: &str, value: &str, seconds: i64) -> String {
    format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={seconds}")
}

/// A session's item, which ends with it.
///
/// # Errors
/// Where it can't be written as JSON.
pub fn session_item(tenant: Tenant, session: &Session) -> Result<(Key, Item)> {
    let key = key::session(tenant, session.id);
    let item = expiring(shared::change::item(session)?, &key, session.opened_at + chrono::TimeDelta::hours(SESSION_HOURS));
    Ok((key, item))
}

/// What writes a new session: its item, and that it is one of its account's.
///
/// # Errors
/// Where it can't be written as JSON.
pub fn session_operations(tenant: Tenant, session: &Session) -> Result<[Operation; 2]> {
    let (key, item) = session_item(tenant, session)?;
    let place = key::account_session(tenant, session.account, session.id);
    let listed = expiring(Item::new(), &place, session.opened_at + chrono::TimeDelta::hours(SESSION_HOURS));
    let failure = Failure::Conflict("already_exists");
    Ok([Operation::create(key, item, failure), Operation::create(place, listed, failure)])
}

/// What ends a session: its item says so, and it is no longer listed.
///
/// # Errors
/// Where it can't be written as JSON.
pub fn end_operations(tenant: Tenant, session: Session) -> Result<[Operation; 2]> {
    let (version, account, id) = (session.version, session.account, session.id);
    let (key, item) = session_item(tenant, &Session { ended: true, version: version + 1, ..session })?;
    let failure = Failure::Conflict("record_changed");
    let unlisted = Operation::remove(key::account_session(tenant, account, id), failure);
    Ok([Operation::replace(key, item, ("version", version), failure), unlisted])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use shared::domain::id::{Identifier, Unique};

    #[test]
    fn a_refresh_token_reads_back_and_nothing_else_does() {
        let unique = Unique::new(shared::domain::time::in_japan(chrono::DateTime::UNIX_EPOCH), [3; 10]);
        let token =
            RefreshToken::new(OrganizationId::from_unique(unique), AccountId::from_unique(unique), SessionId::from_unique(unique), [9; 32]);
        let cookie = token.cookie();
        let text = cookie.strip_prefix("__Host-refresh=").unwrap().split(';').next().unwrap();
        assert_eq!(RefreshToken::read(text).unwrap().hash(), token.hash());
        for bad in ["", "a.b.c.d", &text[1..], &format!("{text}.x")] {
            assert!(RefreshToken::read(bad).is_none(), "{bad}");
        }
        for flag in ["Secure", "HttpOnly", "SameSite=Strict", "Path=/"] {
            assert!(cookie.contains(flag));
        }
    }
}
