//! POST /api/sessions/refresh: a new access token for a session that isn't over. The refresh token changes each time; an
//! old one that comes back ends the session, since two people hold it.

use crate::sessions::{RefreshToken, SessionView, access_cookie, end_operations, no_cookies, session_item};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::admit::check_certificate;
use shared::caller::{Caller, Tenant};
use shared::change::{Change, Companion, Technical};
use shared::domain::account::{Account, AccountState, Presented, Rights, Session};
use shared::domain::certificate::CertificatePass;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::key::{self, Kind};
use shared::ports::{Failure, Operation};
use shared::record::Stored;
use shared::view::View;

/// The endpoint.
pub struct SessionRefresh;

/// Nothing: the cookie says all.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

impl Endpoint for SessionRefresh {
    const SPEC: Spec = Spec {
        name: "session_refresh",
        summary: ("セッションを更新する", "Refresh the session"),
        method: Method::Post,
        paths: &["/api/sessions/refresh"],
        access: Access::Anyone,
        grants: &[Grant::Read, Grant::Write, Grant::SignToken],
        secret_reply: true,
        // Two tabs refreshed at once: the second finds the first one's token, and the grace for it.
        decides_anew: true,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = SessionView;

    async fn handle(caller: &Caller, _: Input, view: &View<'_>) -> Result<Change<SessionView>> {
        let token = caller.refresh.as_deref().and_then(RefreshToken::read).ok_or(Error::Unauthenticated("refresh_token_missing"))?;
        let tenant = Tenant::of_service(token.organization);
        let (session_key, rights_key) = (key::session(tenant, token.session), key::rights(tenant, token.account));
        let account_key = key::record(tenant, Kind::Account, &token.account.to_string());
        let contract_key = key::contract(tenant);
        let (security_key, pass_key) = (key::security(tenant), caller.certificate.as_deref().map(key::service_certificate));
        let mut keys = vec![session_key.clone(), rights_key.clone(), account_key.clone(), contract_key.clone(), security_key.clone()];
        keys.extend(pass_key.clone());
        let batch = view.batch(&keys).await?;
        let ended = || Error::Unauthenticated("session_ended");
        let session: Session = batch.item(&session_key)?.ok_or_else(ended)?;
        let rights: Rights = batch.item(&rights_key)?.ok_or_else(ended)?;
        if batch.has(&contract_key) || session.account != token.account || rights.state != AccountState::Active {
            return Err(ended());
        }
        session.check(&rights, view.now()).map_err(|refusal| Error::Unauthenticated(refusal.code()))?;
        if session.is_idle(view.now()) {
            return Err(Error::Unauthenticated("session_expired"));
        }
        let presented = session.presented(&token.hash(), view.now());
        // A token that came back ends the session with whatever certificate it came.
        if presented == Presented::Reused {
            return end(tenant, session, &batch.record(&account_key)?);
        }
        let pass: Option<CertificatePass> = pass_key.map(|key| batch.item(&key)).transpose()?.flatten();
        let shown = caller.certificate.as_deref();
        check_certificate(shown, batch.item(&security_key)?, pass.as_ref(), tenant, session.account, view.now())?;
        if presented == Presented::Current {
            return rotate(view, tenant, session, &rights).await;
        }
        let access = access_cookie(&view.sign(tenant, session.account, session.id).await?);
        Ok(Change::reply(SessionView::new(tenant, &session, &rights, view.now())).cookie(access))
    }
}

async fn rotate(view: &View<'_>, tenant: Tenant, session: Session, rights: &Rights) -> Result<Change<SessionView>> {
    let refresh = RefreshToken::new(tenant.id(), session.account, session.id, view.random()?);
    let version = session.version;
    let session = Session {
        version: version + 1,
        refreshed_at: view.now(),
        previous_refresh: Some(session.refresh),
        refresh: refresh.hash(),
        ..session
    };
    let (key, item) = session_item(tenant, &session)?;
    let access = view.sign(tenant, session.account, session.id).await?;
    Ok(Change::reply(SessionView::new(tenant, &session, rights, view.now()))
        .technical(Technical::SessionRefresh, Operation::replace(key, item, ("version", version), Failure::Conflict("session_refreshed")))
        .cookie(access_cookie(&access))
        .cookie(refresh.cookie()))
}

// The refusal itself must be kept: the session ends whoever of the two it was.
fn end(tenant: Tenant, session: Session, account: &Stored<Account>) -> Result<Change<SessionView>> {
    let mut change =
        Change::refuse(Error::Unauthenticated("session_ended")).update(tenant, account, &account.record(), Event::SessionReuseDetected)?;
    for operation in end_operations(tenant, session)? {
        change = change.with(Companion::Session, operation);
    }
    Ok(no_cookies().into_iter().fold(change, Change::cookie))
}
