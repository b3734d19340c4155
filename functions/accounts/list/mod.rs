//! GET /api/accounts: the organization's accounts, newest first.

use crate::accounts::AccountView;
use crate::accounts::find::{Wanted, find};
use crate::input::{Items, Paged};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct AccountList;

/// Nothing: all are listed.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filter {}

impl Endpoint for AccountList {
    const SPEC: Spec = Spec {
        name: "account_list",
        summary: ("アカウントを一覧する(最終ログインを含む)", "List accounts with their last sign-ins"),
        paths: &["/api/accounts"],
        access: Access::Role(Role::Administrator),
        grants: &[Grant::Read, Grant::Personal, Grant::Cursor],
        ..Spec::USUAL
    };
    type Input = Paged<Filter>;
    type Output = Items<AccountView>;

    async fn handle(caller: &Caller, input: Paged<Filter>, view: &View<'_>) -> Result<Change<Items<AccountView>>> {
        find(caller, view, &input.page()?, &Wanted::default()).await
    }
}
