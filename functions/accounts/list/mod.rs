//! GET /api/accounts: the organization's accounts, newest first.

use crate::accounts::AccountView;
use crate::input::{Items, Paged};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::account::{Account, AccountState};
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::key::{self, Index, Kind};
use shared::view::{List, View};

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
        let partition = key::by_kind(caller.tenant()?, Kind::Account);
        let list = List { index: Some(Index::Kind), partition, range: None, descending: true, open: true };
        let page = input.page()?;
        let (accounts, next) = view.list::<Account>(caller, &list, &page, |account| account.state != AccountState::Deleted).await?;
        let items = accounts.iter().map(|account| AccountView::new(account)).collect::<Result<_>>()?;
        Ok(Change::reply(Items { items, next }))
    }
}
