//! Accounts (アカウント, WP5) under システム管理 > アカウント.

pub mod delete;
pub mod find;
pub mod invite;
pub mod list;
pub mod reinvite;
pub mod search;
pub mod second_factor_delete;
pub mod session_end;
pub mod session_list;
pub mod show;
pub mod suppression_lift;
pub mod update;

use crate::passwords::{NewLink, new_link};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};
use shared::caller::Tenant;
use shared::change::{Change, Companion, item};
use shared::domain::account::{Account, AccountState, AdministratorCount, Credential, LinkPurpose, Rights, SignIn};
use shared::domain::id::AccountId;
use shared::domain::mail_address::MailAddress;
use shared::domain::mail_event::MailSuppression;
use shared::domain::money::Yen;
use shared::domain::organization::Organization;
use shared::domain::personal::Personal;
use shared::domain::role::Role;
use shared::domain::text::Line;
use shared::domain::time::{Timestamp, rfc3339};
use shared::domain::timeline::Event;
use shared::error::{Error, FieldError, Result};
use shared::key::{self, Index, Key, Kind};
use shared::mail::{MailKind, outgoing};
use shared::ports::{Failure, Operation, Query};
use shared::record::Stored;
use shared::view::{View, position};

/// The key of an account.
#[must_use]
pub fn account_key(tenant: Tenant, id: AccountId) -> Key {
    key::record(tenant, Kind::Account, &id.to_string())
}

/// An account as administrators see it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AccountView {
    /// Its identifier.
    pub id: AccountId,
    /// 氏名.
    pub name: Line<100>,
    /// メールアドレス.
    pub mail_address: MailAddress,
    /// 権限.
    pub roles: Vec<Role>,
    /// 承認限度額.
    pub approval_limit_yen: Option<Yen>,
    /// 状態.
    pub state: AccountState,
    /// 最終ログイン.
    pub last_sign_in: Option<SignIn>,
    /// その前のログイン.
    pub previous_sign_in: Option<SignIn>,
    /// メール送信停止: since when and why no mail goes to it.
    pub mail_suppression: Option<MailSuppression>,
    /// When it was made.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub created_at: Timestamp,
    /// 招待日時: when the newest invitation went out; older links are void.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub invited_at: Timestamp,
    /// Until when its link holds; null once a password was set.
    #[serde(with = "rfc3339::option")]
    #[schemars(with = "Option<String>")]
    pub invitation_ends_at: Option<Timestamp>,
    /// Whether it has a second factor; null wherever that isn't looked up, as in lists.
    pub second_factor: Option<bool>,
}

impl AccountView {
    /// The view of an opened account.
    ///
    /// # Errors
    /// Where a personal field wasn't opened: a fault of the handler.
    pub fn new(account: &Account) -> Result<Self> {
        let sealed = || Error::internal("an account is shown without being opened");
        Ok(Self {
            id: account.id,
            name: account.name.get().ok_or_else(sealed)?.clone(),
            mail_address: account.mail_address.get().ok_or_else(sealed)?.clone(),
            roles: account.roles.clone(),
            approval_limit_yen: account.approval_limit_yen,
            state: account.state,
            last_sign_in: account.last_sign_in.clone(),
            previous_sign_in: account.previous_sign_in.clone(),
            mail_suppression: account.mail_suppression,
            created_at: account.created_at,
            invited_at: account.invited_at(),
            invitation_ends_at: account.invitation_ends_at(),
            second_factor: None,
        })
    }
}

/// Who is invited.
pub struct Invitation {
    /// 氏名.
    pub name: Line<100>,
    /// メールアドレス.
    pub mail_address: MailAddress,
    /// 権限.
    pub roles: Vec<Role>,
    /// 承認限度額.
    pub approval_limit_yen: Option<Yen>,
}

/// Refuses a mail address that some account of the service has, at the field that holds it. Two that come at once are told
/// apart by the transaction.
///
/// # Errors
/// [`Error::Invalid`] with `mail_address_taken`.
pub async fn refuse_taken(view: &View<'_>, mail_address: &MailAddress, field: &'static str) -> Result<()> {
    let place = key::service_mail_address(&view.mail_hash(mail_address).await?);
    let taken = view.batch(std::slice::from_ref(&place)).await?.item::<Value>(&place)?.is_some();
    if taken { Err(Error::Invalid(vec![FieldError::coded(field, "mail_address_taken", None)])) } else { Ok(()) }
}

/// A new account with its rights, its link and its mail, added to a change.
///
/// # Errors
/// Where a key can't be opened, or the operating system gives no randomness.
pub async fn invite<T>(
    view: &View<'_>,
    tenant: Tenant,
    organization: &Organization,
    invitation: Invitation,
) -> Result<(Account, impl FnOnce(Change<T>) -> Result<Change<T>>)> {
    let id: AccountId = view.identifier()?;
    let mail_hash = view.mail_hash(&invitation.mail_address).await?;
    let account = Account {
        id,
        name: view.seal(tenant, &account_key(tenant, id), "name", invitation.name).await?,
        mail_address: Personal::new(invitation.mail_address.clone()),
        mail_hash: mail_hash.clone(),
        roles: invitation.roles,
        approval_limit_yen: invitation.approval_limit_yen,
        state: AccountState::Invited,
        last_sign_in: None,
        previous_sign_in: None,
        mail_suppression: None,
        created_at: view.now(),
        reinvited_at: None,
    };
    let name = serde_json::to_value(&account.name).map_err(Error::internal)?;
    let rights = Rights {
        epoch: 1,
        roles: account.roles.clone(),
        approval_limit_yen: account.approval_limit_yen,
        state: account.state,
        password_changes: 0,
        name,
    };
    let NewLink { secret, link, credential } = new_link(view, tenant, id, LinkPurpose::Invitation, None)?;
    let content = crate::mail::text::invitation(view.settings(), organization.name.as_str(), organization.security, &secret, view.now());
    let mail = outgoing(view, tenant, MailKind::Invitation, invitation.mail_address, content)?;
    let address = item(&serde_json::json!({ "organization": tenant.id(), "account": id }))?;
    let (rights_item, made) = (item(&rights)?, account.clone());
    let add = move |change: Change<T>| {
        Ok(change
            .create(tenant, &made, Event::AccountInvited)?
            .with(Companion::Rights, Operation::create(key::rights(tenant, id), rights_item, Failure::Conflict("already_exists")))
            .with(
                Companion::MailAddress,
                Operation::create(key::service_mail_address(&mail_hash), address, Failure::Conflict("mail_address_taken")),
            )
            .with(Companion::Credential, credential)
            .with(Companion::Link, link)
            .mail(tenant, mail))
    };
    Ok((account, add))
}

/// What a change of an account needs of the store.
pub struct Present {
    /// The account, opened.
    pub account: Stored<Account>,
    /// Its rights.
    pub rights: Rights,
    /// Its credential, unless it was deleted.
    pub credential: Option<Credential>,
    /// The organization's administrators.
    pub administrators: AdministratorCount,
}

/// Loads an account that isn't deleted, in one round trip.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn present(view: &View<'_>, tenant: Tenant, id: AccountId) -> Result<Present> {
    let (account_key, rights_key) = (account_key(tenant, id), key::rights(tenant, id));
    let (credential_key, count_key) = (key::credential(tenant, id), key::administrators(tenant));
    let batch = view.batch_open(tenant, &[account_key.clone(), rights_key.clone(), credential_key.clone(), count_key.clone()]).await?;
    let account = batch.record::<Account>(&account_key)?;
    if account.state == AccountState::Deleted {
        return Err(Error::NotFound);
    }
    Ok(Present {
        account,
        rights: batch.item(&rights_key)?.ok_or(Error::NotFound)?,
        credential: batch.item(&credential_key)?,
        administrators: batch.item(&count_key)?.ok_or_else(|| Error::internal("an organization without a count of its administrators"))?,
    })
}

/// Adds to a change what it does to the number of administrators, on the condition that nobody else changed it: the last
/// one can be neither removed nor demoted, also when two try at once.
///
/// # Errors
/// [`LastAdministrator`](shared::domain::refusal::Refusal::LastAdministrator).
pub fn count_administrators<T>(
    change: Change<T>,
    tenant: Tenant,
    count: AdministratorCount,
    before: &Rights,
    after: &Rights,
) -> Result<Change<T>> {
    Ok(match count.changed(before, after)? {
        Some(next) => {
            let failure = Failure::Conflict("record_changed");
            change.with(
                Companion::Administrators,
                Operation::replace(key::administrators(tenant), item(&next)?, ("version", count.version), failure),
            )
        }
        None => change,
    })
}

/// How many accounts are looked at for administrators.
const ACCOUNTS: usize = 2_000;
/// How many administrators a mail goes to at most: with their mail the transaction has room for no more than a hundred items.
const ADMINISTRATORS: usize = 50;

/// The mail addresses of the organization's active administrators.
///
/// # Errors
/// Where the store can't be read, or a seal doesn't open.
pub async fn administrators(view: &View<'_>, tenant: Tenant) -> Result<Vec<MailAddress>> {
    let (mut keys, mut seen, mut after) = (Vec::new(), 0, None);
    while seen < ACCOUNTS && keys.len() < ADMINISTRATORS {
        let partition = key::by_kind(tenant, Kind::Account);
        let query = Query { index: Some(Index::Kind), partition, range: None, descending: false, limit: 100, after: after.take() };
        let found = view.query(&query).await?;
        seen += found.items.len();
        // What lies in the clear says who it is, so that only theirs are opened.
        let named = found.items.iter().filter_map(|item| Some((item.get("kind_sk")?.as_str()?, item.get("data")?)));
        let named =
            named.filter(|(_, account)| account["roles"].as_array().is_some_and(|roles| roles.contains(&json!(Role::Administrator))));
        keys.extend(named.map(|(id, _)| key::record(tenant, Kind::Account, id)));
        after = found.items.last().filter(|_| found.more).map(|item| position(item, Some(Index::Kind))).transpose()?;
        if after.is_none() {
            break;
        }
    }
    keys.truncate(ADMINISTRATORS);
    let batch = view.batch_open(tenant, &keys).await?;
    let accounts = keys.iter().map(|key| batch.record::<Account>(key)).collect::<Result<Vec<_>>>()?;
    let active = accounts.iter().filter(|account| account.state == AccountState::Active && account.roles.contains(&Role::Administrator));
    Ok(active.filter_map(|account| account.mail_address.get().cloned()).collect())
}
