//! POST /api/accounts/{id}/mail-suppression/lift: mail to the account's address is sent again, after a bounce or complaint.

use crate::accounts::{AccountView, Present, present};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::{Change, Companion};
use shared::domain::account::Account;
use shared::domain::id::AccountId;
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::key;
use shared::ports::{Failure, Operation};
use shared::view::View;

/// The endpoint.
pub struct AccountSuppressionLift;

/// Which account.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The account.
    pub id: AccountId,
}

impl Endpoint for AccountSuppressionLift {
    const SPEC: Spec = Spec {
        name: "account_suppression_lift",
        summary: ("アカウントへのメール送信を再開する", "Send mail to an account's address again"),
        method: Method::Post,
        paths: &["/api/accounts/{id}/mail-suppression/lift"],
        access: Access::Role(Role::Administrator),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = AccountView;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<AccountView>> {
        let tenant = caller.tenant()?;
        let Present { account: stored, .. } = present(view, tenant, input.id).await?;
        if stored.mail_suppression.is_none() {
            return Err(Error::Conflict("mail_not_suppressed"));
        }
        let account = Account { mail_suppression: None, ..stored.record() };
        let lifted = Operation::delete(key::service_mail_suppression(&account.mail_hash), Failure::Conflict("record_changed"));
        Ok(Change::reply(AccountView::new(&account)?)
            .update(tenant, &stored, &account, Event::MailSuppressionLifted)?
            .with(Companion::MailSuppression, lifted))
    }
}
