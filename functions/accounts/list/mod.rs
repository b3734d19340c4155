//! GET /api/accounts: the organization's accounts, newest first.

use crate::accounts::AccountView;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::account::{Account, AccountState};
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::input::Limit;
use shared::key::{self, Index, Kind};
use shared::view::{List, Page, View};

/// The endpoint.
pub struct AccountList;

/// Which page.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// How many at most, 1–100.
    #[serde(default)]
    pub limit: Limit,
    /// The `next` of the page before.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// A page of accounts.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The accounts.
    pub items: Vec<AccountView>,
    /// The cursor of the next page; null at the end.
    pub next: Option<String>,
}

impl Endpoint for AccountList {
    const SPEC: Spec = Spec {
        name: "account_list",
        summary: ("アカウントを一覧する(最終ログインを含む)", "List accounts with their last sign-ins"),
        paths: &["/api/accounts"],
        access: Access::Role(Role::Administrator),
        grants: &[Grant::Read, Grant::Personal, Grant::Cursor],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let partition = key::by_kind(caller.tenant()?, Kind::Account);
        let list = List { index: Some(Index::Kind), partition, range: None, descending: true, open: true };
        let page = Page { limit: input.limit.get(), cursor: input.cursor, filter: String::new() };
        let (accounts, next) = view.list::<Account>(caller, &list, &page, |account| account.state != AccountState::Deleted).await?;
        let items = accounts.iter().map(|account| AccountView::new(account)).collect::<Result<_>>()?;
        Ok(Change::reply(Output { items, next }))
    }
}
