//! DELETE /api/accounts/{id}/sessions/{session}: an administrator ends a session of another account, or without the last part
//! all of them.

use crate::accounts::{Present, present};
use crate::sessions::end::{end, end_all};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::{AccountId, SessionId};
use shared::domain::refusal::Refusal;
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
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
        // Not one's own: a session alone would do what `session_end` asks a factor for.
        if input.id == caller.account()? {
            return Err(Refusal::SessionOwn.into());
        }
        if let Some(session) = input.session {
            return end(view, tenant, input.id, session).await;
        }
        let Present { account, rights, .. } = present(view, tenant, input.id).await?;
        end_all(tenant, &account, &rights)
    }
}
