//! DELETE /api/sessions/{id}: ends one of one's own sessions. Its very next request is refused.

use crate::accounts::account_key;
use crate::sessions::{end_operations, no_cookies};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::{Caller, Tenant};
use shared::change::{Change, Companion};
use shared::domain::account::{Account, Session};
use shared::domain::id::{AccountId, SessionId};
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::key;
use shared::view::View;

/// The endpoint.
pub struct SessionEnd;

/// Which session.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The session.
    pub id: SessionId,
}

impl Endpoint for SessionEnd {
    const SPEC: Spec = Spec {
        name: "session_end",
        summary: ("自分のセッションを終了する", "End one of one's own sessions"),
        method: Method::Delete,
        paths: &["/api/sessions/{id}"],
        access: Access::SignedIn,
        grants: &[Grant::Read, Grant::Write],
        status: 204,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ();

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<()>> {
        let change = end(view, caller.tenant()?, caller.account()?, input.id).await?;
        let is_current = input.id == caller.session()?;
        Ok(if is_current { no_cookies().into_iter().fold(change, Change::cookie) } else { change })
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
