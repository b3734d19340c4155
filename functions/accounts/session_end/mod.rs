//! DELETE /api/accounts/{id}/sessions/{session}: an administrator ends a session of an account, or without the last part
//! all of them, by raising the count that every session is held against.

use crate::accounts::{Present, present};
use crate::sessions::end::end;
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::{Change, Companion, item};
use shared::domain::account::Rights;
use shared::domain::id::{AccountId, SessionId};
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::key;
use shared::ports::{Failure, Operation};
use shared::view::View;

/// The endpoint.
pub struct AccountSessionEnd;

/// Which sessions.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Always `accounts`: the path says so.
    pub collection: Accounts,
    /// The account.
    pub id: AccountId,
    /// The session; all of them without it.
    pub session: Option<SessionId>,
}

/// What the path of both ways starts with.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Accounts {
    /// アカウント.
    Accounts,
}

impl Endpoint for AccountSessionEnd {
    const SPEC: Spec = Spec {
        name: "account_session_end",
        summary: ("アカウントのセッションを終了する", "End one or all of an account's sessions"),
        method: Method::Delete,
        paths: &["/api/accounts/{id}/sessions/{session}", "/api/accounts/{id}/sessions"],
        access: Access::Role(Role::Administrator),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        status: 204,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ();

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<()>> {
        let tenant = caller.tenant()?;
        if let Some(session) = input.session {
            return end(view, tenant, input.id, session).await;
        }
        let Present { account, rights, .. } = present(view, tenant, input.id).await?;
        let ended = Rights { epoch: rights.epoch + 1, password_changes: rights.password_changes + 1, ..rights.clone() };
        let operation =
            Operation::replace(key::rights(tenant, input.id), item(&ended)?, ("epoch", rights.epoch), Failure::Conflict("record_changed"));
        Ok(Change::reply(()).update(tenant, &account, &account.record(), Event::AllSessionsEnded)?.with(Companion::Rights, operation))
    }
}
