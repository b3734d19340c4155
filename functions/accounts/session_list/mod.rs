//! GET /api/accounts/{id}/sessions: an account's open sessions, for its administrators.

use crate::sessions::list::{Sessions, sessions};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::AccountId;
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct AccountSessionList;

/// Which account.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The account.
    pub id: AccountId,
}

impl Endpoint for AccountSessionList {
    const SPEC: Spec = Spec {
        name: "account_session_list",
        summary: ("アカウントのセッションを一覧する", "List an account's sessions"),
        paths: &["/api/accounts/{id}/sessions"],
        access: Access::Role(Role::Administrator),
        grants: &[Grant::Read],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Sessions;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Sessions>> {
        Ok(Change::reply(sessions(view, caller.tenant()?, input.id, caller.session()?).await?))
    }
}
