//! POST /api/accounts: a new account; the invitation goes out by mail, in the same transaction.

use crate::accounts::{AccountView, Invitation, invite, refuse_taken};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::account::check_roles;
use shared::domain::mail_address::MailAddress;
use shared::domain::money::Yen;
use shared::domain::organization::Organization;
use shared::domain::refusal::Refusal;
use shared::domain::role::Role;
use shared::domain::text::Line;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::key;
use shared::view::View;

/// The endpoint.
pub struct AccountInvite;

/// Who is invited.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// 氏名.
    pub name: Line<100>,
    /// メールアドレス: of no other account in the whole service.
    pub mail_address: MailAddress,
    /// 権限: one or more.
    pub roles: Vec<Role>,
    /// 承認限度額: needed by approvers.
    #[serde(default)]
    pub approval_limit_yen: Option<Yen>,
}

/// The field that a refused set of roles is about.
#[must_use]
pub fn refused_roles(refusal: Refusal) -> Error {
    Error::field(if refusal == Refusal::ApprovalLimitMissing { "approval_limit_yen" } else { "roles" }, refusal)
}

impl Endpoint for AccountInvite {
    const SPEC: Spec = Spec {
        name: "account_invite",
        summary: ("アカウントを登録し招待メールを送る", "Create an account and send its invitation"),
        method: Method::Post,
        paths: &["/api/accounts"],
        access: Access::Role(Role::Administrator),
        grants: &[Grant::Read, Grant::Write, Grant::Personal, Grant::MailAddress],
        status: 201,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = AccountView;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<AccountView>> {
        let tenant = caller.tenant()?;
        let roles = check_roles(&input.roles, input.approval_limit_yen).map_err(refused_roles)?;
        let place = key::organization(tenant);
        let ((), organization) =
            tokio::try_join!(refuse_taken(view, &input.mail_address, "mail_address"), view.load::<Organization>(&place))?;
        let invitation =
            Invitation { name: input.name, mail_address: input.mail_address, roles, approval_limit_yen: input.approval_limit_yen };
        let (account, add) = invite(view, tenant, &organization, invitation).await?;
        add(Change::reply(AccountView::new(&account)?))
    }
}
