//! GET /api/accounts/{id}: an account.

use crate::accounts::{AccountView, account_key};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::account::{Account, AccountState};
use shared::domain::id::AccountId;
use shared::domain::role::Role;
use shared::domain::second_factor::SecondFactors;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::{Error, Result};
use shared::key;
use shared::view::View;

/// The endpoint.
pub struct AccountShow;

/// Which account.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The account.
    pub id: AccountId,
}

impl Endpoint for AccountShow {
    const SPEC: Spec = Spec {
        name: "account_show",
        summary: ("アカウントを表示する", "Show an account"),
        paths: &["/api/accounts/{id}"],
        access: Access::Role(Role::Administrator),
        grants: &[Grant::Read, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = AccountView;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<AccountView>> {
        let tenant = caller.tenant()?;
        let (place, factors_place) = (account_key(tenant, input.id), key::second_factors(tenant, input.id));
        let batch = view.batch_open(tenant, &[place.clone(), factors_place.clone()]).await?;
        let account = batch.record::<Account>(&place)?;
        if account.state == AccountState::Deleted {
            return Err(Error::NotFound);
        }
        let factors: Option<SecondFactors> = batch.item(&factors_place)?;
        let second_factor = Some(factors.is_some_and(|factors| factors.is_enrolled()));
        Ok(Change::reply(AccountView { second_factor, ..AccountView::new(&account)? }).at_version(account.version()))
    }
}
