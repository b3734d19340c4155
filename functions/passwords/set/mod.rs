//! POST /api/passwords: a password through the link of an invitation or reset. The link works once: of fifty at once,
//! one wins.

use crate::passwords::strength::{self, Known};
use crate::passwords::{hash, link_key};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::{Change, Companion, item};
use shared::domain::account::{Account, AccountState, AdministratorCount, Credential, Link, Rights};
use shared::domain::refusal::Refusal;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::key::{self, Kind};
use shared::password::Password;
use shared::ports::{Failure, Operation};
use shared::record::Stored;
use shared::view::View;

/// The endpoint.
pub struct PasswordSet;

/// The link's secret and the new password.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// What stands after `#token=` in the link.
    pub token: String,
    /// 新しいパスワード: 15–128 characters.
    pub new_password: Password,
}

/// That it was set.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The account can sign in now.
    pub state: AccountState,
}

struct Present {
    account: Stored<Account>,
    rights: Rights,
    credential: Credential,
    administrators: AdministratorCount,
    known: Known,
}

impl Endpoint for PasswordSet {
    const SPEC: Spec = Spec {
        name: "password_set",
        summary: ("招待または再設定のリンクでパスワードを設定する", "Set a password through an invitation or reset link"),
        method: Method::Post,
        paths: &["/api/passwords"],
        access: Access::Anyone,
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        secret_reply: true,
        memory_megabytes: 1769,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(_: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let (link_key, link_hash) = link_key(&input.token);
        let link: Link = view.batch(std::slice::from_ref(&link_key)).await?.item(&link_key)?.ok_or(Refusal::LinkInvalid)?;
        let tenant = Tenant::of_service(link.organization);
        let present = present(view, tenant, &link).await?;
        if view.now() >= link.expires_at || present.credential.link.as_deref() != Some(&link_hash) {
            return Err(Refusal::LinkInvalid.into());
        }
        strength::check(&input.new_password, &present.known)?;
        let password = hash(view, input.new_password).await?;
        let used = Operation::delete(link_key, Failure::Refused(Refusal::LinkInvalid));
        Ok(change(tenant, present, password)?.with(Companion::Link, used))
    }
}

async fn present(view: &View<'_>, tenant: Tenant, link: &Link) -> Result<Present> {
    let account_key = key::record(tenant, Kind::Account, &link.account.to_string());
    let (rights_key, credential_key) = (key::rights(tenant, link.account), key::credential(tenant, link.account));
    let (count_key, contract_key) = (key::administrators(tenant), key::contract(tenant));
    let organization_key = key::organization(tenant);
    let own = [&account_key, &rights_key, &credential_key, &count_key, &contract_key, &organization_key];
    let batch = view.batch_open(tenant, &own.map(Clone::clone)).await?;
    let rights: Rights = batch.item(&rights_key)?.ok_or(Refusal::LinkInvalid)?;
    if batch.has(&contract_key) || matches!(rights.state, AccountState::Deleted | AccountState::Suspended) {
        return Err(Refusal::LinkInvalid.into());
    }
    let account = batch.record::<Account>(&account_key)?;
    let known = Known::of(&account, &*batch.record(&organization_key)?)?;
    Ok(Present {
        account,
        known,
        rights,
        credential: batch.item(&credential_key)?.ok_or(Refusal::LinkInvalid)?,
        administrators: batch.item(&count_key)?.ok_or_else(|| Error::internal("an organization without a count of its administrators"))?,
    })
}

fn change(tenant: Tenant, present: Present, password: String) -> Result<Change<Output>> {
    let Present { account: stored, rights, credential, administrators, .. } = present;
    let account = Account { state: AccountState::Active, ..stored.record() };
    let changed =
        Rights { epoch: rights.epoch + 1, state: AccountState::Active, password_changes: rights.password_changes + 1, ..rights.clone() };
    let new = Credential { version: credential.version + 1, password: Some(password), link: None };
    let (id, lost) = (account.id, Failure::Refused(Refusal::LinkInvalid));
    let change = Change::reply(Output { state: account.state })
        .update(tenant, &stored, &account, Event::PasswordSet)?
        .with(Companion::Rights, Operation::replace(key::rights(tenant, id), item(&changed)?, ("epoch", rights.epoch), lost))
        .with(Companion::Credential, Operation::replace(key::credential(tenant, id), item(&new)?, ("version", credential.version), lost))
        .by_account(id, rights.name.clone());
    crate::accounts::count_administrators(change, tenant, administrators, &rights, &changed)
}
