//! GET /api/me: who is signed in, what they may do, and their last sign-ins (最終ログイン, WP10).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::account::{Account, SignIn};
use shared::domain::id::{AccountId, NoticeId, OrganizationId, SessionId};
use shared::domain::mail_address::MailAddress;
use shared::domain::money::Yen;
use shared::domain::organization::Organization;
use shared::domain::role::Role;
use shared::domain::text::Line;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::{Error, Result};
use shared::key::{self, Index, Key, Kind};
use shared::ports::{Query, text};
use shared::view::View;

/// The endpoint.
pub struct MeShow;

/// Nothing: the session says all.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

/// Who is signed in.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Me {
    /// The account.
    pub id: AccountId,
    /// 氏名.
    pub name: Line<100>,
    /// メールアドレス.
    pub mail_address: MailAddress,
    /// 権限.
    pub roles: Vec<Role>,
    /// 承認限度額.
    pub approval_limit_yen: Option<Yen>,
    /// This sign-in.
    pub last_sign_in: Option<SignIn>,
    /// The one before: was it you?
    pub previous_sign_in: Option<SignIn>,
    /// 未読のお知らせ: of the newest 50, those that this account hasn't read.
    pub unread_notices: u32,
    /// The session.
    pub session: SessionId,
    /// The organization.
    pub organization: OrganizationView,
}

/// The organization.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OrganizationView {
    /// Its identifier.
    pub id: OrganizationId,
    /// 名称.
    pub name: Line<100>,
}

impl Endpoint for MeShow {
    const SPEC: Spec = Spec {
        name: "me_show",
        summary: ("ログイン中のアカウントと最終ログインを表示する", "Show the signed-in account and its last sign-ins"),
        paths: &["/api/me"],
        access: Access::SignedIn,
        grants: &[Grant::Read, Grant::Personal],
        before_second_factor: true,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Me;

    async fn handle(caller: &Caller, _: Input, view: &View<'_>) -> Result<Change<Me>> {
        let tenant = caller.tenant()?;
        let account_key = key::record(tenant, Kind::Account, &caller.account()?.to_string());
        let batch = view.batch_open(tenant, &[account_key.clone(), key::organization(tenant)]).await?;
        let account = batch.record::<Account>(&account_key)?;
        let organization = batch.record::<Organization>(&key::organization(tenant))?;
        let unread_notices = unread(view, tenant, account.id).await?;
        let sealed = || Error::internal("an account is shown without being opened");
        Ok(Change::reply(Me {
            id: account.id,
            name: account.name.get().ok_or_else(sealed)?.clone(),
            mail_address: account.mail_address.get().ok_or_else(sealed)?.clone(),
            roles: account.roles.clone(),
            approval_limit_yen: account.approval_limit_yen,
            last_sign_in: account.last_sign_in.clone(),
            previous_sign_in: account.previous_sign_in.clone(),
            unread_notices,
            session: caller.session()?,
            organization: OrganizationView { id: organization.id, name: organization.name.clone() },
        }))
    }
}

/// How many of the newest notices are looked at.
const NOTICES: u32 = 50;

async fn unread(view: &View<'_>, tenant: Tenant, account: AccountId) -> Result<u32> {
    let partition = key::by_kind(tenant, Kind::Notice);
    let query = Query { index: Some(Index::Kind), partition, range: None, descending: true, limit: NOTICES, after: None };
    let found = view.query(&query).await?;
    let id = |item| text(item, Index::Kind.attributes().1)?.parse::<NoticeId>().map_err(Error::internal);
    let mark = |item| Ok(key::notice_read(tenant, account, id(item)?));
    let marks: Vec<Key> = found.items.iter().map(mark).collect::<Result<_>>()?;
    let read = view.batch(&marks).await?;
    Ok(u32::try_from(marks.iter().filter(|mark| !read.has(mark)).count()).unwrap_or(u32::MAX))
}
