//! PUT /api/accounts/{id}: name, roles and approval limit. Holds from the account's very next request, and for one that
//! is under way already.

use crate::accounts::invite::refused_roles;
use crate::accounts::{AccountView, Present, account_key, count_administrators, present};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::{Change, Companion, item};
use shared::domain::account::{Account, Rights, check_roles};
use shared::domain::id::AccountId;
use shared::domain::money::Yen;
use shared::domain::role::Role;
use shared::domain::text::Line;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::key;
use shared::ports::{Failure, Operation};
use shared::view::View;

/// The endpoint.
pub struct AccountUpdate;

/// What it should be.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The account.
    pub id: AccountId,
    /// 氏名.
    pub name: Line<100>,
    /// 権限: one or more.
    pub roles: Vec<Role>,
    /// 承認限度額: needed by approvers.
    #[serde(default)]
    pub approval_limit_yen: Option<Yen>,
}

impl Endpoint for AccountUpdate {
    const SPEC: Spec = Spec {
        name: "account_update",
        summary: ("アカウントの氏名・権限・承認限度額を変更する", "Change an account's name, roles and approval limit"),
        method: Method::Put,
        paths: &["/api/accounts/{id}"],
        access: Access::Role(Role::Administrator),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = AccountView;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<AccountView>> {
        let tenant = caller.tenant()?;
        let roles = check_roles(&input.roles, input.approval_limit_yen).map_err(refused_roles)?;
        let Present { account: stored, rights, administrators, .. } = present(view, tenant, input.id).await?;
        let name = if stored.name.get() == Some(&input.name) {
            stored.name.clone()
        } else {
            view.seal(tenant, &account_key(tenant, input.id), "name", input.name).await?
        };
        let account = Account { name, roles, approval_limit_yen: input.approval_limit_yen, ..stored.record() };
        let sealed_name = serde_json::to_value(&account.name).map_err(Error::internal)?;
        let changed = Rights { name: sealed_name, ..rights.changed(&account) };
        let written = Operation::replace(
            key::rights(tenant, input.id),
            item(&changed)?,
            ("epoch", rights.epoch),
            Failure::Conflict("record_changed"),
        );
        let change = Change::reply(AccountView::new(&account)?)
            .update(tenant, &stored, &account, Event::AccountUpdated)?
            .with(Companion::Rights, written);
        count_administrators(change, tenant, administrators, &rights, &changed)
    }
}
