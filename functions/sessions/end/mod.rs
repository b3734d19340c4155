//! POST /api/sessions/{id}/end: ends one of one's own sessions, or at /api/sessions/end all of them, the present one too. Who
//! asks shows anew that it is itself; its very next request is refused. Signing out of the present session asks for nothing.

use crate::accounts::account_key;
use crate::second_factors::PasskeyAnswer;
use crate::sessions::confirmation::Confirmation;
use crate::sessions::renewal::renewed;
use crate::sessions::{end_operations, no_cookies};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::{Caller, Tenant};
use shared::change::{Change, Companion, item};
use shared::domain::account::{Account, Rights, Session};
use shared::domain::id::{AccountId, SessionId};
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::key;
use shared::password::Password;
use shared::ports::{Failure, Operation};
use shared::record::Stored;
use shared::view::View;

/// The endpoint.
pub struct SessionEnd;

/// Which sessions, and one proof that it is their owner who asks.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Always `sessions`: the path says so.
    pub collection: Sessions,
    /// The session; all of them without it.
    pub id: Option<SessionId>,
    /// パスワード.
    pub password: Option<Password>,
    /// 認証アプリのコード: six digits.
    pub code: Option<String>,
    /// パスキー: the answer to a challenge of `factor_challenge`.
    pub passkey: Option<PasskeyAnswer>,
}

/// What the path of both ways starts with.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sessions {
    /// セッション.
    Sessions,
}

impl Endpoint for SessionEnd {
    const SPEC: Spec = Spec {
        name: "session_end",
        summary: ("自分のセッションを終了する", "End one or all of one's own sessions"),
        method: Method::Post,
        paths: &["/api/sessions/{id}/end", "/api/sessions/end"],
        access: Access::SignedIn,
        grants: &[Grant::Read, Grant::Write, Grant::Personal, Grant::SignToken],
        status: 204,
        // Not its reply but its request holds secrets: no record keeps even a keyed hash of them.
        secret_reply: true,
        memory_megabytes: 1769,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ();

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<()>> {
        let (tenant, account) = (caller.tenant()?, caller.account()?);
        let change = match input.id {
            Some(id) => end(view, tenant, account, id).await?,
            None => end_all_own(view, tenant, account).await?,
        };
        let change = match Confirmation::one(input.password, input.code, input.passkey)?.check(view, tenant, account).await? {
            Ok(shown) => shown.into_iter().fold(change, |change, (what, operation)| change.with(what, operation)),
            Err(refused) => return Ok(refused),
        };
        let present = caller.session()?;
        if input.id.is_none_or(|ended| ended == present) {
            return Ok(no_cookies().into_iter().fold(change, Change::cookie).clear_site_data());
        }
        let place = key::session(tenant, present);
        let session: Option<Session> = view.batch(std::slice::from_ref(&place)).await?.item(&place)?;
        renewed(view, tenant, session.ok_or(Error::Unauthenticated("session_ended"))?, |session| session, change).await
    }
}

/// Ends a session of an account.
///
/// # Errors
/// [`Error::NotFound`] where the account has no such session, or it is over.
pub async fn end(view: &View<'_>, tenant: Tenant, account: AccountId, id: SessionId) -> Result<Change<()>> {
    let (session_key, account_key) = (key::session(tenant, id), account_key(tenant, account));
    let batch = view.batch(&[session_key.clone(), account_key.clone()]).await?;
    let session: Session = batch.item(&session_key)?.ok_or(Error::NotFound)?;
    let stored = batch.record::<Account>(&account_key)?;
    if session.account != account || session.ended {
        return Err(Error::NotFound);
    }
    let mut change = Change::reply(()).update(tenant, &stored, &stored.record(), Event::SessionEnded)?;
    for operation in end_operations(tenant, session)? {
        change = change.with(Companion::Session, operation);
    }
    Ok(change)
}

/// Ends all sessions of an account, by raising the count that every session is held against.
///
/// # Errors
/// Where it can't be written as JSON.
pub fn end_all(tenant: Tenant, account: &Stored<Account>, rights: &Rights) -> Result<Change<()>> {
    let ended = Rights { epoch: rights.epoch + 1, password_changes: rights.password_changes + 1, ..rights.clone() };
    let place = key::rights(tenant, account.id);
    let operation = Operation::replace(place, item(&ended)?, ("epoch", rights.epoch), Failure::Conflict("record_changed"));
    Ok(Change::reply(()).update(tenant, account, &account.record(), Event::AllSessionsEnded)?.with(Companion::Rights, operation))
}

async fn end_all_own(view: &View<'_>, tenant: Tenant, account: AccountId) -> Result<Change<()>> {
    let (rights_key, account_key) = (key::rights(tenant, account), account_key(tenant, account));
    let batch = view.batch(&[rights_key.clone(), account_key.clone()]).await?;
    let rights: Rights = batch.item(&rights_key)?.ok_or(Error::Unauthenticated("session_ended"))?;
    end_all(tenant, &batch.record(&account_key)?, &rights)
}
