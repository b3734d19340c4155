//! POST /api/sessions: signing in with mail address and password.
//!
//! Known and unknown addresses take the same way: one lookup by the keyed hash, one batch of the same shape, one Argon2,
//! one commit of the counter. Parallel guesses can't share a count: whoever loses the counter's condition is refused.

use crate::passwords::verify_or_spend;
use crate::sessions::{RefreshToken, SessionView, access_cookie, session_item};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::admit::check_certificate;
use shared::caller::{Caller, Tenant};
use shared::change::{Change, Companion, Technical, expiring, item};
use shared::domain::account::{Account, AccountState, Credential, Rights, Session, SignIn, SignInCounter};
use shared::domain::certificate::CertificatePass;
use shared::domain::id::{AccountId, Identifier, OrganizationId, Unique};
use shared::domain::mail_address::MailAddress;
use shared::domain::time::Timestamp;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::key::{self, Kind};
use shared::password::{self, Password};
use shared::ports::{Failure, Operation};
use shared::record::Stored;
use shared::view::View;

/// The endpoint.
pub struct SessionCreate;

/// Who signs in.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// メールアドレス.
    pub mail_address: MailAddress,
    /// パスワード.
    pub password: Password,
}

/// Where the account of a mail address lies.
#[derive(Deserialize)]
pub struct Address {
    /// The organization.
    pub organization: OrganizationId,
    /// The account.
    pub account: AccountId,
}

struct Known {
    tenant: Tenant,
    account: Stored<Account>,
    rights: Rights,
    credential: Credential,
    // Why its certificate, or the lack of one, keeps the account out.
    refusal: Option<Error>,
}

impl Endpoint for SessionCreate {
    const SPEC: Spec = Spec {
        name: "session_create",
        summary: ("サインインする", "Sign in"),
        method: Method::Post,
        paths: &["/api/sessions"],
        access: Access::Anyone,
        grants: &[Grant::Read, Grant::Write, Grant::MailAddress, Grant::SignToken],
        status: 201,
        secret_reply: true,
        // Argon2 wants 64 MiB and a whole processor: Lambda gives one at 1,769 MB.
        memory_megabytes: 1769,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = SessionView;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<SessionView>> {
        let hash = view.mail_hash(&input.mail_address).await?;
        let (address_key, counter_key) = (key::service_mail_address(&hash), key::service_sign_in_counter(&hash));
        let batch = view.batch(&[address_key.clone(), counter_key.clone()]).await?;
        let counter: Option<SignInCounter> = batch.item(&counter_key)?;
        let known = known(caller, view, batch.item(&address_key)?).await?;
        let stored = known.as_ref().and_then(|known| known.credential.password.clone());
        let matches = verify_or_spend(input.password.clone(), stored, view.settings().password_cost).await?;
        match known.filter(|known| matches && known.rights.state == AccountState::Active) {
            // Said only to who knows the password. No guess that failed is forgotten by it.
            Some(Known { refusal: Some(refusal), .. }) => {
                let failures = counter.as_ref().map_or(0, |counter| counter.failures);
                let counted = counted(counter_key, counter.as_ref(), failures, view.now())?;
                Ok(Change::refuse(refusal).technical(Technical::SignInCounter, counted))
            }
            Some(known) => {
                let counted = counted(counter_key, counter.as_ref(), 0, view.now())?;
                succeed(caller, view, known, &input.password, counted).await
            }
            None => {
                let failures = counter.as_ref().map_or(0, |counter| counter.failures).saturating_add(1);
                let counted = counted(counter_key, counter.as_ref(), failures, view.now())?;
                Ok(Change::refuse(Error::Unauthenticated("sign_in_refused")).technical(Technical::SignInCounter, counted))
            }
        }
    }
}

// An unknown address reads items that can't exist, so that both ways cost the same.
async fn known(caller: &Caller, view: &View<'_>, address: Option<Address>) -> Result<Option<Known>> {
    let nobody = Unique::new(view.now(), [0; 10]);
    let place =
        address.unwrap_or_else(|| Address { organization: OrganizationId::from_unique(nobody), account: AccountId::from_unique(nobody) });
    let tenant = Tenant::of_service(place.organization);
    let account_key = key::record(tenant, Kind::Account, &place.account.to_string());
    let (rights_key, credential_key) = (key::rights(tenant, place.account), key::credential(tenant, place.account));
    let contract_key = key::contract(tenant);
    let (security_key, pass_key) = (key::security(tenant), caller.certificate.as_deref().map(key::service_certificate));
    let mut keys = vec![account_key.clone(), rights_key.clone(), credential_key.clone(), contract_key.clone(), security_key.clone()];
    keys.extend(pass_key.clone());
    let batch = view.batch(&keys).await?;
    if batch.has(&contract_key) {
        return Ok(None);
    }
    let pass: Option<CertificatePass> = pass_key.map(|key| batch.item(&key)).transpose()?.flatten();
    let (shown, security) = (caller.certificate.as_deref(), batch.item(&security_key)?);
    let refusal = check_certificate(shown, security, pass.as_ref(), tenant, place.account, view.now()).err();
    match (batch.item(&rights_key)?, batch.item(&credential_key)?) {
        (Some(rights), Some(credential)) => Ok(Some(Known { tenant, account: batch.record(&account_key)?, rights, credential, refusal })),
        _ => Ok(None),
    }
}

/// The counter after one more attempt, on the condition that nobody else counted meanwhile.
///
/// # Errors
/// Where it can't be written as JSON.
pub fn counted(key: key::Key, counter: Option<&SignInCounter>, failures: u32, now: Timestamp) -> Result<Operation> {
    let version = counter.map_or(0, |counter| counter.version);
    let next = SignInCounter { version: version + 1, failures };
    let item = expiring(item(&next)?, &key, now + chrono::TimeDelta::days(1));
    Ok(match counter {
        Some(_) => Operation::replace(key, item, ("version", version), Failure::Uncounted),
        None => Operation::create(key, item, Failure::Uncounted),
    })
}

async fn succeed(caller: &Caller, view: &View<'_>, known: Known, password: &Password, counted: Operation) -> Result<Change<SessionView>> {
    let Known { tenant, account: stored, rights, credential, .. } = known;
    let now = view.now();
    let account = Account {
        previous_sign_in: stored.last_sign_in.clone(),
        last_sign_in: Some(SignIn { at: now, address: caller.address.clone(), certificate: caller.certificate.clone() }),
        ..stored.record()
    };
    let session_id = view.identifier()?;
    let refresh = RefreshToken::new(tenant.id(), account.id, session_id, view.random()?);
    let session = Session {
        id: session_id,
        account: account.id,
        version: 1,
        password_changes: rights.password_changes,
        opened_at: now,
        refreshed_at: now,
        refresh: refresh.hash(),
        previous_refresh: None,
        ended: false,
        address: caller.address.clone(),
        certificate: caller.certificate.clone(),
    };
    let (session_key, session_item) = session_item(tenant, &session)?;
    let rights_check = Operation::check(key::rights(tenant, account.id), ("epoch", rights.epoch), Failure::Rights);
    let mut change = Change::reply(SessionView::new(tenant, &session, &rights, now))
        .update(tenant, &stored, &account, Event::SignedIn)?
        .with(Companion::Session, Operation::create(session_key, session_item, Failure::Conflict("already_exists")))
        .with(Companion::SignInCounter, counted)
        .with(Companion::Rights, rights_check)
        .by_account(account.id, rights.name.clone())
        .cookie(access_cookie(&view.sign(tenant, account.id, session_id).await?))
        .cookie(refresh.cookie());
    if credential.password.as_deref().is_some_and(|hash| password::is_outdated(hash, view.settings().password_cost)) {
        let rehashed = Credential {
            version: credential.version + 1,
            password: Some(crate::passwords::hash(view, password.clone()).await?),
            link: credential.link,
        };
        let place = key::credential(tenant, account.id);
        change = change.with(
            Companion::Credential,
            Operation::replace(place, item(&rehashed)?, ("version", credential.version), Failure::Conflict("record_changed")),
        );
    }
    Ok(change)
}
