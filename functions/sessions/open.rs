//! Opening a session, once everything that was asked for has been shown.

use super::attempt::Attempt;
use super::former::Former;
use super::{RefreshToken, SessionView, access_cookie, session_operations};
use crate::accounts::account_key;
use shared::caller::{Caller, Tenant};
use shared::change::{Change, Companion};
use shared::domain::account::{Account, Rights, Session, SignIn};
use shared::domain::organization::Organization;
use shared::domain::timeline::Event;
use shared::error::{Error, Result};
use shared::key;
use shared::mail::{MailKind, outgoing};
use shared::ports::{Failure, Operation};
use shared::record::Stored;
use shared::view::View;

/// Whose session.
pub struct Opening {
    /// The organization.
    pub tenant: Tenant,
    /// The account, sealed.
    pub account: Stored<Account>,
    /// Its rights.
    pub rights: Rights,
    /// Whether a second factor was shown.
    pub second_factor: bool,
    /// What the timeline says.
    pub event: Event,
}

/// Opens a session: the account's last sign-in, the session, its cookies, the end of the session that the browser had, and a
/// mail if the device is a new one.
///
/// # Errors
/// Where a key can't be opened.
pub async fn open<T>(
    caller: &Caller,
    view: &View<'_>,
    opening: Opening,
    attempt: &Attempt,
    reply: impl FnOnce(SessionView) -> T,
) -> Result<Change<T>> {
    let Opening { tenant, account: stored, rights, second_factor, event } = opening;
    let now = view.now();
    let account = Account {
        previous_sign_in: stored.last_sign_in.clone(),
        last_sign_in: Some(SignIn { at: now, address: caller.address.clone(), certificate: caller.certificate.clone() }),
        ..stored.record()
    };
    let session_id = view.identifier()?;
    let refresh = RefreshToken::new(tenant.id(), account.id, session_id, view.random()?);
    let session = Session {
        id: session_id,
        account: account.id,
        version: 1,
        password_changes: rights.password_changes,
        opened_at: now,
        refreshed_at: now,
        refresh: refresh.hash(),
        previous_refresh: None,
        ended: false,
        address: caller.address.clone(),
        certificate: caller.certificate.clone(),
        agent: caller.agent.clone(),
        second_factor,
    };
    let rights_check = Operation::check(key::rights(tenant, account.id), ("epoch", rights.epoch), Failure::Rights);
    let change = Change::reply(reply(SessionView::new(tenant, &session, &rights, now))).update(tenant, &stored, &account, event)?;
    let change = match Former::of(caller, view).await? {
        Some(former) => former.end(change, (tenant, account.id))?,
        None => change,
    };
    let mut change = change
        .with(Companion::Rights, rights_check)
        .by_account(account.id, rights.name.clone())
        .cookie(access_cookie(&view.sign(tenant, account.id, session_id).await?))
        .cookie(refresh.cookie());
    for operation in session_operations(tenant, &session)? {
        change = change.with(Companion::Session, operation);
    }
    let change = attempt.succeeded(view, caller, change)?;
    if attempt.is_from_known_device() { Ok(change) } else { told(caller, view, tenant, &account, change).await }
}

async fn told<T>(caller: &Caller, view: &View<'_>, tenant: Tenant, account: &Account, change: Change<T>) -> Result<Change<T>> {
    let (place, organization_place) = (account_key(tenant, account.id), key::organization(tenant));
    let batch = view.batch_open(tenant, &[place.clone(), organization_place.clone()]).await?;
    let (opened, organization) = (batch.record::<Account>(&place)?, batch.record::<Organization>(&organization_place)?);
    let to = opened.mail_address.get().ok_or_else(|| Error::internal("an account whose mail address wasn't opened"))?.clone();
    let content = crate::mail::text::new_device(organization.name.as_str(), view.now(), &caller.address, &caller.agent);
    Ok(change.mail(tenant, outgoing(view, tenant, MailKind::NewDevice, to, content)?))
}
