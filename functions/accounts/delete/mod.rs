//! DELETE /api/accounts/{id}: the account can't do anything from its very next request on. Its record stays, so that the
//! timeline can name who did what; its mail address is free again.

use crate::accounts::{Present, count_administrators, present};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::{Change, Companion, item};
use shared::domain::account::{Account, AccountState};
use shared::domain::id::AccountId;
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::key;
use shared::ports::{Failure, Operation};
use shared::view::View;

/// The endpoint.
pub struct AccountDelete;

/// Which account.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The account.
    pub id: AccountId,
}

impl Endpoint for AccountDelete {
    const SPEC: Spec = Spec {
        name: "account_delete",
        summary: ("アカウントを削除する", "Remove an account"),
        method: Method::Delete,
        paths: &["/api/accounts/{id}"],
        access: Access::Role(Role::Administrator),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        status: 204,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ();

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<()>> {
        let tenant = caller.tenant()?;
        let Present { account: stored, rights, credential, administrators } = present(view, tenant, input.id).await?;
        let account = Account { state: AccountState::Deleted, mail_hash: String::new(), mail_suppression: None, ..stored.record() };
        let changed = rights.changed(&account);
        let conflict = Failure::Conflict("record_changed");
        let mut change = Change::reply(())
            .update(tenant, &stored, &account, Event::AccountDeleted)?
            .with(Companion::Rights, Operation::replace(key::rights(tenant, input.id), item(&changed)?, ("epoch", rights.epoch), conflict))
            .with(Companion::MailAddress, Operation::delete(key::service_mail_address(&stored.mail_hash), conflict));
        if stored.mail_suppression.is_some() {
            change = change.with(Companion::MailSuppression, Operation::remove(key::service_mail_suppression(&stored.mail_hash), conflict));
        }
        // What else belongs to the account alone and to nobody after it.
        for key in [key::devices(tenant, input.id), key::second_factors(tenant, input.id), key::proofs(tenant, input.id)] {
            change = change.with(Companion::Credential, Operation::remove(key, conflict));
        }
        if credential.is_some() {
            change = change.with(Companion::Credential, Operation::delete(key::credential(tenant, input.id), conflict));
        }
        count_administrators(change, tenant, administrators, &rights, &changed)
    }
}
