//! PUT /api/me/password: a new password in place of the present one. Every other session ends, and so does the present one for
//! whoever holds a copy of its tokens.

use crate::passwords::strength::{self, Known};
use crate::passwords::{hash, verify_or_spend};
use crate::sessions::attempt::Proofs;
use crate::sessions::renewal::renewed;
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::{Caller, Tenant};
use shared::change::{Change, Companion, Technical, item};
use shared::domain::account::{Account, Credential, Rights, Session};
use shared::domain::refusal::Refusal;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::key::{self, Kind};
use shared::mail::{MailKind, outgoing};
use shared::password::Password;
use shared::ports::{Failure, Operation};
use shared::record::Stored;
use shared::view::View;

/// The endpoint.
pub struct PasswordChange;

/// The present and the new password.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// 現在のパスワード.
    pub current_password: Password,
    /// 新しいパスワード: 15–128 characters.
    pub new_password: Password,
}

struct Present {
    account: Stored<Account>,
    rights: Rights,
    credential: Credential,
    session: Session,
    known: Known,
}

impl Endpoint for PasswordChange {
    const SPEC: Spec = Spec {
        name: "password_change",
        summary: ("自分のパスワードを変更する", "Change one's own password"),
        method: Method::Put,
        paths: &["/api/me/password"],
        access: Access::SignedIn,
        grants: &[Grant::Read, Grant::Write, Grant::Personal, Grant::SignToken],
        status: 204,
        // Not its reply but its request holds secrets: no record keeps even a keyed hash of them.
        secret_reply: true,
        memory_megabytes: 1769,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ();

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<()>> {
        let tenant = caller.tenant()?;
        let present = present(caller, view, tenant).await?;
        strength::check(&input.new_password, &present.known)?;
        let proofs = Proofs::read(view, tenant, present.account.id).await?;
        proofs.check(view.now())?;
        let cost = view.settings().password_cost;
        let matches = verify_or_spend(input.current_password, present.credential.password.clone(), cost).await?;
        let unchanged = matches && verify_or_spend(input.new_password.clone(), present.credential.password.clone(), cost).await?;
        let counted = if matches { proofs.succeeded(view.now())? } else { proofs.failed(view.now())? };
        if !matches || unchanged {
            let refused =
                if unchanged { ("new_password", Refusal::PasswordUnchanged) } else { ("current_password", Refusal::PasswordWrong) };
            return Ok(Change::refuse(Error::field(refused.0, refused.1)).technical(Technical::SignInCounter, counted));
        }
        let hash = hash(view, input.new_password).await?;
        Ok(change(view, tenant, present, hash).await?.with(Companion::SignInCounter, counted))
    }
}

async fn present(caller: &Caller, view: &View<'_>, tenant: Tenant) -> Result<Present> {
    let account = caller.account()?;
    let account_key = key::record(tenant, Kind::Account, &account.to_string());
    let (rights_key, credential_key) = (key::rights(tenant, account), key::credential(tenant, account));
    let session_key = key::session(tenant, caller.session()?);
    let organization_key = key::organization(tenant);
    let keys = [account_key.clone(), rights_key.clone(), credential_key.clone(), session_key.clone(), organization_key.clone()];
    let batch = view.batch_open(tenant, &keys).await?;
    let ended = || Error::Unauthenticated("session_ended");
    let account = batch.record::<Account>(&account_key)?;
    let known = Known::of(&account, &*batch.record(&organization_key)?)?;
    Ok(Present {
        account,
        known,
        rights: batch.item(&rights_key)?.ok_or_else(ended)?,
        credential: batch.item(&credential_key)?.ok_or_else(ended)?,
        session: batch.item(&session_key)?.ok_or_else(ended)?,
    })
}

async fn change(view: &View<'_>, tenant: Tenant, present: Present, hash: String) -> Result<Change<()>> {
    let Present { account, rights, credential, session, .. } = present;
    let changed = Rights { epoch: rights.epoch + 1, password_changes: rights.password_changes + 1, ..rights.clone() };
    let new = Credential { version: credential.version + 1, password: Some(hash), link: None };
    let to = account.mail_address.get().ok_or_else(|| Error::internal("an account whose mail address wasn't opened"))?.clone();
    let mail = outgoing(view, tenant, MailKind::PasswordChanged, to, crate::mail::text::password_changed(view.now()))?;
    let conflict = Failure::Conflict("record_changed");
    let change = Change::reply(())
        .update(tenant, &account, &account.record(), Event::PasswordChanged)?
        .with(
            Companion::Rights,
            Operation::replace(key::rights(tenant, account.id), item(&changed)?, ("epoch", rights.epoch), Failure::Rights),
        )
        .with(
            Companion::Credential,
            Operation::replace(key::credential(tenant, account.id), item(&new)?, ("version", credential.version), conflict),
        )
        .mail(tenant, mail);
    let password_changes = changed.password_changes;
    renewed(view, tenant, session, |session| Session { password_changes, ..session }, change).await
}
