//! POST /api/accounts/{id}/reinvite: a new invitation; the older link is void.

use crate::accounts::{AccountView, Present, present};
use crate::passwords::{NewLink, new_link};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::{Change, Companion};
use shared::domain::account::{Account, AccountState, LinkPurpose};
use shared::domain::id::AccountId;
use shared::domain::organization::Organization;
use shared::domain::refusal::Refusal;
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::key;
use shared::mail::{MailKind, outgoing};
use shared::view::View;

/// The endpoint.
pub struct AccountReinvite;

/// Which account.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The account.
    pub id: AccountId,
}

impl Endpoint for AccountReinvite {
    const SPEC: Spec = Spec {
        name: "account_reinvite",
        summary: ("招待メールを送り直す", "Send the invitation again"),
        method: Method::Post,
        paths: &["/api/accounts/{id}/reinvite"],
        access: Access::Role(Role::Administrator),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = AccountView;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<AccountView>> {
        let tenant = caller.tenant()?;
        let Present { account, credential, .. } = present(view, tenant, input.id).await?;
        if account.state != AccountState::Invited {
            return Err(Refusal::AccountNotInvited.into());
        }
        let organization = view.load::<Organization>(&key::organization(tenant)).await?;
        let NewLink { secret, link, credential } = new_link(view, tenant, account.id, LinkPurpose::Invitation, credential.as_ref())?;
        let to = account.mail_address.get().ok_or_else(|| Error::internal("an account whose mail address wasn't opened"))?.clone();
        let content =
            crate::mail::text::invitation(view.settings(), organization.name.as_str(), organization.security, &secret, view.now());
        let invited = Account { reinvited_at: Some(view.now()), ..account.record() };
        Ok(Change::reply(AccountView::new(&invited)?)
            .update(tenant, &account, &invited, Event::AccountReinvited)?
            .with(Companion::Credential, credential)
            .with(Companion::Link, link)
            .mail(tenant, outgoing(view, tenant, MailKind::Invitation, to, content)?))
    }
}
