//! DELETE /api/sessions/current: signing out.

use crate::sessions::{end_operations, no_cookies};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::{Change, Companion};
use shared::domain::account::{Account, Session};
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::key::{self, Kind};
use shared::view::View;

/// The endpoint.
pub struct SessionDelete;

/// Nothing: the cookie says all.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

impl Endpoint for SessionDelete {
    const SPEC: Spec = Spec {
        name: "session_delete",
        summary: ("ログアウトする", "Sign out"),
        method: Method::Delete,
        paths: &["/api/sessions/current"],
        access: Access::SignedIn,
        grants: &[Grant::Read, Grant::Write],
        status: 204,
        before_second_factor: true,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ();

    async fn handle(caller: &Caller, _: Input, view: &View<'_>) -> Result<Change<()>> {
        let tenant = caller.tenant()?;
        let session_key = key::session(tenant, caller.session()?);
        let account_key = key::record(tenant, Kind::Account, &caller.account()?.to_string());
        let batch = view.batch(&[session_key.clone(), account_key.clone()]).await?;
        let session: Session = batch.item(&session_key)?.ok_or(Error::Unauthenticated("session_ended"))?;
        let account = batch.record::<Account>(&account_key)?;
        let mut change = Change::reply(()).update(tenant, &account, &account.record(), Event::SignedOut)?;
        for operation in end_operations(tenant, session)? {
            change = change.with(Companion::Session, operation);
        }
        Ok(no_cookies().into_iter().fold(change, Change::cookie).clear_site_data())
    }
}
