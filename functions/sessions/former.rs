//! The session that a browser had before a sign-in. It ends in the same transaction (OWASP ASVS 5.0.0, V7.2.4).
//!
//! It is looked for once everything that was asked for has been shown, and by the refresh token alone: browsers keep it at
//! least as long as the access token, and its secret is proof. What doesn't hold any more is passed over.

use super::{RefreshToken, end_operations};
use crate::accounts::account_key;
use shared::caller::{Caller, Tenant};
use shared::change::{Change, Companion};
use shared::domain::account::{Account, AccountState, Presented, Rights, Session};
use shared::domain::id::AccountId;
use shared::domain::timeline::Event;
use shared::error::Result;
use shared::key;
use shared::ports::{Failure, Operation};
use shared::record::Stored;
use shared::view::View;

/// A session that still holds.
pub struct Former {
    tenant: Tenant,
    session: Session,
    rights: Rights,
    account: Stored<Account>,
    event: Event,
}

impl Former {
    /// The session that the request's refresh token belongs to, if it still holds.
    ///
    /// # Errors
    /// Where the store can't be read.
    pub async fn of(caller: &Caller, view: &View<'_>) -> Result<Option<Self>> {
        let Some(token) = caller.refresh.as_deref().and_then(RefreshToken::read) else { return Ok(None) };
        let tenant = Tenant::of_service(token.organization);
        let (session_key, rights_key) = (key::session(tenant, token.session), key::rights(tenant, token.account));
        let (account_key, contract_key) = (account_key(tenant, token.account), key::contract(tenant));
        let batch = view.batch(&[session_key.clone(), rights_key.clone(), account_key.clone(), contract_key.clone()]).await?;
        let (Some(session), Some(rights)) = (batch.item::<Session>(&session_key)?, batch.item::<Rights>(&rights_key)?) else {
            return Ok(None);
        };
        let holds = !batch.has(&contract_key)
            && session.account == token.account
            && rights.state == AccountState::Active
            && session.check(&rights, view.now()).is_ok()
            && !session.is_idle(view.now());
        if !holds {
            return Ok(None);
        }
        // As with a refresh: two people hold an old token that comes back.
        let event = match session.presented(&token.hash(), view.now()) {
            Presented::Current | Presented::Grace => Event::SignedOut,
            Presented::Reused => Event::SessionReuseDetected,
        };
        Ok(Some(Self { tenant, session, rights, account: batch.record(&account_key)?, event }))
    }

    /// Adds the end of the session to a change that has just written the account that signs in.
    ///
    /// # Errors
    /// Where it can't be written as JSON.
    pub fn end<T>(self, change: Change<T>, signed_in: (Tenant, AccountId)) -> Result<Change<T>> {
        let Self { tenant, session, rights, account, event } = self;
        let change = if (tenant, account.id) == signed_in {
            change.earlier(event)
        } else {
            // Another account, of another organization perhaps, which learns nothing of the one that signs in.
            let check = Operation::check(key::rights(tenant, account.id), ("epoch", rights.epoch), Failure::Conflict("record_changed"));
            let change = change.update(tenant, &account, &account.record(), event)?.done_by(account.id, rights.name);
            change.with(Companion::Rights, check)
        };
        Ok(end_operations(tenant, session)?.into_iter().fold(change, |change, operation| change.with(Companion::Session, operation)))
    }
}
