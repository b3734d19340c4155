//! Accounts (アカウント): the people who sign in, their rights and their credentials.

mod administrators;
mod link;

pub use administrators::AdministratorCount;
pub use link::{Credential, Link, LinkPurpose};

use super::id::{AccountId, SessionId};
use super::mail_address::MailAddress;
use super::mail_event::MailSuppression;
use super::money::Yen;
use super::personal::Personal;
use super::refusal::Refusal;
use super::role::Role;
use super::search::{fold, name_terms};
use super::text::Line;
use super::time::{Timestamp, rfc3339};
use crate::record::Term;
use serde::{Deserialize, Serialize};

/// Where an account is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// 招待中: invited, no password yet.
    Invited,
    /// 有効.
    Active,
    /// 停止中: the contract has ended. Only an account's rights are in this state; its record keeps the state of before.
    Suspended,
    /// 削除済: kept so that the timeline can name who did what.
    Deleted,
}

/// One sign-in, as the account sees it afterwards (最終ログイン, WP10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SignIn {
    /// When.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// From which network address.
    pub address: String,
    /// With which client certificate (SHA-256 of its DER, hexadecimal), if any.
    pub certificate: Option<String>,
}

/// An account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Account {
    /// Its identifier.
    pub id: AccountId,
    /// The person's name (氏名).
    pub name: Personal<Line<100>>,
    /// Where invitations and resets go, and what one signs in with.
    pub mail_address: Personal<MailAddress>,
    /// The service-wide keyed hash of the mail address, so that the address item can be found and removed.
    pub mail_hash: String,
    /// What it may do.
    pub roles: Vec<Role>,
    /// Up to which amount an approver may approve (承認限度額).
    pub approval_limit_yen: Option<Yen>,
    /// Where it is in its life.
    pub state: AccountState,
    /// The last sign-in.
    pub last_sign_in: Option<SignIn>,
    /// The one before.
    pub previous_sign_in: Option<SignIn>,
    /// That mail to it is stopped (メール送信停止), after a bounce or complaint.
    #[serde(default)]
    pub mail_suppression: Option<MailSuppression>,
    /// When it was invited first.
    #[serde(with = "rfc3339")]
    pub created_at: Timestamp,
    /// When it was invited again last (再招待).
    #[serde(with = "rfc3339::option", default, skip_serializing_if = "Option::is_none")]
    pub reinvited_at: Option<Timestamp>,
}

impl Account {
    /// When the newest invitation went out: the one whose link counts.
    #[must_use]
    pub fn invited_at(&self) -> Timestamp {
        self.reinvited_at.unwrap_or(self.created_at)
    }

    /// Until when the link of the newest invitation holds; nothing of an account that needs none.
    #[must_use]
    pub fn invitation_ends_at(&self) -> Option<Timestamp> {
        (self.state == AccountState::Invited).then(|| self.invited_at() + LinkPurpose::Invitation.lifetime())
    }

    /// What it is found by: the name by word and prefix, the mail address exactly; nothing once it is deleted.
    #[must_use]
    pub fn terms(&self) -> Option<Vec<Term>> {
        let (name, mail) = (self.name.get()?, self.mail_address.get()?);
        if self.state == AccountState::Deleted {
            return Some(Vec::new());
        }
        let names = name_terms(name.as_str()).into_iter().map(|text| Term { list: "account.name", text });
        Some(names.chain([Term { list: "account.mail_address", text: fold(mail.as_str()) }]).collect())
    }
}

/// What every commit of the account checks: small, and apart from what a sign-in updates.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rights {
    /// One more with every change of these rights; a commit holds only if it is still the one that was admitted.
    pub epoch: u64,
    /// What it may do.
    pub roles: Vec<Role>,
    /// Up to which amount it may approve.
    pub approval_limit_yen: Option<Yen>,
    /// Where it is in its life.
    pub state: AccountState,
    /// Sessions opened before this count of password changes are over. Ending all sessions of an account counts, too.
    pub password_changes: u64,
    /// The name, sealed as it lies on the account's record, so that a timeline entry can carry it without any key.
    pub name: serde_json::Value,
}

/// Roles as entered: one or more, each once.
///
/// # Errors
/// [`Refusal::RolesEmpty`], or [`Refusal::ApprovalLimitMissing`] where an approver has no limit.
pub fn check_roles(roles: &[Role], approval_limit: Option<Yen>) -> Result<Vec<Role>, Refusal> {
    let mut roles = roles.to_vec();
    roles.sort_unstable();
    roles.dedup();
    if roles.is_empty() {
        return Err(Refusal::RolesEmpty);
    }
    if roles.contains(&Role::Approver) && approval_limit.is_none() {
        return Err(Refusal::ApprovalLimitMissing);
    }
    Ok(roles)
}

impl Rights {
    /// With other roles, limit or state: a later epoch.
    #[must_use]
    pub fn changed(&self, account: &Account) -> Self {
        Self {
            epoch: self.epoch + 1,
            roles: account.roles.clone(),
            approval_limit_yen: account.approval_limit_yen,
            state: account.state,
            password_changes: self.password_changes,
            name: self.name.clone(),
        }
    }

    /// After the contract's end: a later epoch, so that what is under way fails. `None` where nothing is left to take away.
    #[must_use]
    pub fn suspended(&self) -> Option<Self> {
        let holds = matches!(self.state, AccountState::Active | AccountState::Invited);
        holds.then(|| Self { epoch: self.epoch + 1, state: AccountState::Suspended, ..self.clone() })
    }

    /// Whether it counts as one of the administrators that an organization must not lose.
    #[must_use]
    pub fn is_active_administrator(&self) -> bool {
        self.state == AccountState::Active && self.roles.contains(&Role::Administrator)
    }
}

/// A session (セッション).
#[derive(Clone, Serialize, Deserialize)]
pub struct Session {
    /// Its identifier.
    pub id: SessionId,
    /// Whose.
    pub account: AccountId,
    /// One more with every refresh.
    pub version: u64,
    /// The account's count of password changes when it was opened.
    pub password_changes: u64,
    /// When it was opened; it ends 12 hours later whatever happens.
    #[serde(with = "rfc3339")]
    pub opened_at: Timestamp,
    /// When it was last refreshed; it ends after 30 idle minutes.
    #[serde(with = "rfc3339")]
    pub refreshed_at: Timestamp,
    /// SHA-256 (base64url) of the refresh token's secret.
    pub refresh: String,
    /// The one before, taken for 10 seconds more, for two tabs that refresh at once.
    pub previous_refresh: Option<String>,
    /// Ended by sign-out or by the reuse of an old refresh token.
    pub ended: bool,
    /// The network address it was opened from.
    pub address: String,
    /// The client certificate it was opened with.
    pub certificate: Option<String>,
    /// What the client called itself when it was opened (`User-Agent`).
    #[serde(default)]
    pub agent: String,
    /// Whether a second factor was shown: when it was opened, or by enrolling one in it.
    #[serde(default)]
    pub second_factor: bool,
}

/// How long a session lasts without a refresh, in minutes.
pub const SESSION_IDLE_MINUTES: i64 = 30;
/// How long a session lasts at most, in hours.
pub const SESSION_HOURS: i64 = 12;
/// How long an access token lasts, in minutes.
pub const ACCESS_TOKEN_MINUTES: i64 = 10;
/// For how long a refresh token that was just replaced is still taken, in seconds.
pub const REFRESH_GRACE_SECONDS: i64 = 10;

/// What a refresh token that was presented turns out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presented {
    /// The current one.
    Current,
    /// The one before, within the grace of two tabs.
    Grace,
    /// An old one: somebody else has it too, so the session ends.
    Reused,
}

impl Session {
    /// Whether it still holds.
    ///
    /// # Errors
    /// [`Refusal::SessionEnded`] or [`Refusal::SessionExpired`].
    pub fn check(&self, rights: &Rights, now: Timestamp) -> Result<(), Refusal> {
        if self.ended || self.password_changes != rights.password_changes {
            return Err(Refusal::SessionEnded);
        }
        if now >= self.opened_at + chrono::TimeDelta::hours(SESSION_HOURS) {
            return Err(Refusal::SessionExpired);
        }
        Ok(())
    }

    /// Whether it was idle for too long when it asks to be refreshed.
    #[must_use]
    pub fn is_idle(&self, now: Timestamp) -> bool {
        now >= self.refreshed_at + chrono::TimeDelta::minutes(SESSION_IDLE_MINUTES)
    }

    /// What the hash of a presented refresh token means.
    #[must_use]
    pub fn presented(&self, hash: &str, now: Timestamp) -> Presented {
        use subtle::ConstantTimeEq;
        let same = |kept: &str| bool::from(kept.as_bytes().ct_eq(hash.as_bytes()));
        let in_grace = now <= self.refreshed_at + chrono::TimeDelta::seconds(REFRESH_GRACE_SECONDS);
        if same(&self.refresh) {
            Presented::Current
        } else if in_grace && self.previous_refresh.as_deref().is_some_and(same) {
            Presented::Grace
        } else {
            Presented::Reused
        }
    }
}
