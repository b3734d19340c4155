//! GET /api/assignees: who can be given claims, newest first: of each account what it takes to choose one, and nothing else.

use crate::input::{Items, Paged};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::account::{Account, AccountState};
use shared::domain::id::AccountId;
use shared::domain::role::{Role, allows};
use shared::domain::text::Line;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::{Error, Result};
use shared::key::{self, Index, Kind};
use shared::view::{List, View};

/// The endpoint.
pub struct AssigneeList;

/// Nothing narrows the list.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filter {}

/// Somebody who can be given claims.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AssigneeItem {
    /// The account.
    pub id: AccountId,
    /// 氏名.
    pub name: Line<100>,
    /// 権限.
    pub roles: Vec<Role>,
}

impl Endpoint for AssigneeList {
    const SPEC: Spec = Spec {
        name: "assignee_list",
        summary: ("担当者に選べる人を一覧する", "List who can be given claims"),
        paths: &["/api/assignees"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read, Grant::Personal, Grant::Cursor],
        ..Spec::USUAL
    };
    type Input = Paged<Filter>;
    type Output = Items<AssigneeItem>;

    async fn handle(caller: &Caller, input: Paged<Filter>, view: &View<'_>) -> Result<Change<Items<AssigneeItem>>> {
        let partition = key::by_kind(caller.tenant()?, Kind::Account);
        let list = List { index: Some(Index::Kind), partition, range: None, descending: true, open: true };
        let can = |account: &Account| account.state == AccountState::Active && allows(&account.roles, Role::Clerk);
        let (accounts, next) = view.list::<Account>(caller, &list, &input.page()?, can).await?;
        let items = accounts.iter().map(|account| item(account)).collect::<Result<_>>()?;
        Ok(Change::reply(Items { items, next }))
    }
}

fn item(account: &Account) -> Result<AssigneeItem> {
    let name = account.name.get().ok_or_else(|| Error::internal("an account is listed without being opened"))?;
    Ok(AssigneeItem { id: account.id, name: name.clone(), roles: account.roles.clone() })
}
