//! Second factors (二要素認証, WP13): enrolled by the account, demanded by the organization, shown at sign-in.

pub mod challenge;
pub mod codes_renew;
pub mod list;
pub mod passkey_add;
pub mod proof;
pub mod remove;
pub mod totp_confirm;
pub mod totp_start;

pub use proof::{AskedPasskey, PasskeyAnswer, Proof, asked_passkey, prove};

use crate::accounts::account_key;
use crate::sessions::renewal::renewed;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use schemars::JsonSchema;
use serde::Serialize;
use shared::caller::{Caller, Tenant};
use shared::change::{Change, Companion, item};
use shared::domain::account::{Account, Session};
use shared::domain::id::AccountId;
use shared::domain::second_factor::{RECOVERY_CODES, SecondFactors, folded_recovery_code, recovery_code};
use shared::domain::timeline::Event;
use shared::error::{Error, Result};
use shared::key;
use shared::mail::{MailKind, outgoing};
use shared::passkey::RelyingParty;
use shared::ports::{Failure, Operation};
use shared::record::Stored;
use shared::seal::sha256;
use shared::view::View;

/// The account that asks, with its second factors and its session.
pub struct Present {
    /// The organization.
    pub tenant: Tenant,
    /// The account, opened.
    pub account: Stored<Account>,
    /// Its second factors.
    pub factors: SecondFactors,
    /// The session.
    pub session: Session,
}

/// Loads them in one round trip.
///
/// # Errors
/// Where the session ended meanwhile.
pub async fn present(caller: &Caller, view: &View<'_>) -> Result<Present> {
    let (tenant, id) = (caller.tenant()?, caller.account()?);
    let (account_key, factors_key) = (account_key(tenant, id), key::second_factors(tenant, id));
    let session_key = key::session(tenant, caller.session()?);
    let batch = view.batch_open(tenant, &[account_key.clone(), factors_key.clone(), session_key.clone()]).await?;
    Ok(Present {
        tenant,
        account: batch.record(&account_key)?,
        factors: batch.item(&factors_key)?.unwrap_or_default(),
        session: batch.item(&session_key)?.ok_or(Error::Unauthenticated("session_ended"))?,
    })
}

impl Present {
    /// Refuses to add a factor beside another in a session in which none was shown: who found an open session could
    /// otherwise make it a way in for good.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn check_may_add(&self) -> Result<()> {
        if self.factors.is_enrolled() && !self.session.second_factor { Err(Error::Forbidden("second_factor_needed")) } else { Ok(()) }
    }

    /// A change of the account's factors with its entry and mail.
    ///
    /// # Errors
    /// Where the operating system gives no randomness.
    pub fn changed<T>(&self, view: &View<'_>, reply: T, factors: &SecondFactors, event: Event) -> Result<Change<T>> {
        changed(view, self.tenant, &self.account, (self.factors.version, factors), event, reply)
    }

    /// A change that adds a factor: it counts as shown in the session that goes on, and comes with recovery codes if it is the
    /// first.
    ///
    /// # Errors
    /// Where a key can't be opened, or the operating system gives no randomness.
    pub async fn enrolled(self, view: &View<'_>, mut factors: SecondFactors, event: Event) -> Result<Change<Enrolled>> {
        let recovery_codes = match self.factors.is_enrolled() {
            true => None,
            false => Some(renew_codes(view, &mut factors)?),
        };
        let change = self.changed(view, Enrolled { recovery_codes }, &factors, event)?;
        renewed(view, self.tenant, self.session, |session| Session { second_factor: true, ..session }, change).await
    }

    /// The session goes on in a new one, since a factor was shown in it.
    ///
    /// # Errors
    /// Where a key can't be opened, or the operating system gives no randomness.
    pub async fn renewed<T>(self, view: &View<'_>, change: Change<T>) -> Result<Change<T>> {
        renewed(view, self.tenant, self.session, |session| session, change).await
    }
}

/// A factor was added.
#[derive(Serialize, JsonSchema)]
pub struct Enrolled {
    /// リカバリーコード: shown this once, with the first factor. Each signs in once.
    pub recovery_codes: Option<Vec<String>>,
}

/// New recovery codes in place of all older ones.
///
/// # Errors
/// Where the operating system gives no randomness.
pub fn renew_codes(view: &View<'_>, factors: &mut SecondFactors) -> Result<Vec<String>> {
    let codes = (0..RECOVERY_CODES).map(|_| Ok(recovery_code(view.random()?))).collect::<Result<Vec<_>>>()?;
    factors.recovery_codes = codes.iter().map(|code| code_hash(code)).collect();
    Ok(codes)
}

// Plain SHA-256 is enough for sixty random bits.
fn code_hash(code: &str) -> String {
    URL_SAFE_NO_PAD.encode(sha256(folded_recovery_code(code).as_bytes()))
}

/// Writes an account's factors in place of those that were read: of two at once, one wins.
///
/// # Errors
/// Where they can't be written as JSON.
pub fn operation(tenant: Tenant, account: AccountId, version: u64, factors: &SecondFactors) -> Result<Operation> {
    Ok(Operation::put(key::second_factors(tenant, account), item(factors)?, ("version", version), Failure::Uncounted))
}

/// A change of an account's factors with its entry and a mail to the account.
///
/// # Errors
/// Where the account wasn't opened.
pub fn changed<T>(
    view: &View<'_>,
    tenant: Tenant,
    account: &Stored<Account>,
    (version, factors): (u64, &SecondFactors),
    event: Event,
    reply: T,
) -> Result<Change<T>> {
    let to = account.mail_address.get().ok_or_else(|| Error::internal("an account whose mail address wasn't opened"))?.clone();
    let mail = outgoing(view, tenant, MailKind::SecondFactorChanged, to, crate::mail::text::second_factor(view.now(), event))?;
    Ok(Change::reply(reply)
        .update(tenant, account, &account.record(), event)?
        .with(Companion::SecondFactors, operation(tenant, account.id, version, factors)?)
        .mail(tenant, mail))
}

/// The site that passkeys belong to.
#[must_use]
pub fn relying_party(view: &View<'_>) -> RelyingParty {
    RelyingParty::of(&view.settings().parent_domain, view.settings().doors())
}
