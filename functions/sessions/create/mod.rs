//! POST /api/sessions: signing in with mail address and password. An account with a second factor gets a ticket, with which
//! `session_verify` opens the session.
//!
//! Known and unknown addresses take the same way: one lookup by the keyed hash, one batch of the same shape, one Argon2,
//! one commit of the counter. An attempt that comes too early is refused before any of its password is looked at.

use crate::passwords::verify_or_spend;
use crate::sessions::attempt::Attempt;
use crate::sessions::open::{Opening, open};
use crate::sessions::verify::{Asked, ticket};
use crate::sessions::{Address, SessionView};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::admit::check_certificate;
use shared::caller::{Caller, Tenant};
use shared::change::{Change, Technical, item};
use shared::domain::account::{Account, AccountState, Credential, Rights};
use shared::domain::certificate::CertificatePass;
use shared::domain::device::Devices;
use shared::domain::id::{AccountId, Identifier, OrganizationId, Unique};
use shared::domain::mail_address::MailAddress;
use shared::domain::second_factor::SecondFactors;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::key::{self, Key, Kind};
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

/// The session, or what is still to be shown for it.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Reply {
    /// Signed in: the cookies are set.
    Session(SessionView),
    /// The password was right; nothing is open yet.
    SecondFactor {
        /// What is asked for.
        second_factor: Asked,
    },
}

/// An account whose address was entered.
struct Known {
    tenant: Tenant,
    account: Stored<Account>,
    rights: Rights,
    credential: Credential,
    devices: Devices,
    factors: SecondFactors,
    // Why its certificate, or the lack of one, keeps the account out.
    refusal: Option<Error>,
}

impl Endpoint for SessionCreate {
    const SPEC: Spec = Spec {
        name: "session_create",
        summary: ("ログインする", "Sign in"),
        method: Method::Post,
        paths: &["/api/sessions"],
        access: Access::Anyone,
        grants: &[Grant::Read, Grant::Write, Grant::Personal, Grant::MailAddress, Grant::SignToken],
        status: 201,
        secret_reply: true,
        // The account, and the session that the browser had, may change meanwhile.
        decides_anew: true,
        // Argon2 wants 64 MiB and a whole processor: Lambda gives one at 1,769 MB.
        memory_megabytes: 1769,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Reply;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Reply>> {
        let (attempt, address) = Attempt::on_address(view, caller, &input.mail_address).await?;
        let known = known(caller, view, address).await?;
        let attempt = match &known {
            Some(known) => attempt.from_device(caller, known.tenant, known.account.id, known.devices.clone(), view.now()),
            None => attempt,
        };
        attempt.check(view.now())?;
        let stored = known.as_ref().and_then(|known| known.credential.password.clone());
        let matches = verify_or_spend(input.password.clone(), stored, view.settings().password_cost).await?;
        match known.filter(|known| matches && known.rights.state == AccountState::Active) {
            // Said only to who knows the password. No guess that failed is forgotten by it.
            Some(Known { refusal: Some(refusal), .. }) => attempt.undecided(Change::refuse(refusal), view.now()),
            Some(known) => succeed(caller, view, known, &input.password, &attempt).await,
            None => attempt.failed(view, caller, Change::refuse(Error::Unauthenticated("sign_in_refused"))),
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
    let (devices_key, factors_key) = (key::devices(tenant, place.account), key::second_factors(tenant, place.account));
    let (contract_key, security_key) = (key::contract(tenant), key::security(tenant));
    let pass_key = caller.certificate.as_deref().map(key::service_certificate);
    let own = [&account_key, &rights_key, &credential_key, &devices_key, &factors_key, &contract_key, &security_key];
    let keys: Vec<Key> = own.into_iter().chain(&pass_key).cloned().collect();
    let batch = view.batch(&keys).await?;
    if batch.has(&contract_key) {
        return Ok(None);
    }
    let pass: Option<CertificatePass> = pass_key.map(|key| batch.item(&key)).transpose()?.flatten();
    let (shown, security) = (caller.certificate.as_deref(), batch.item(&security_key)?);
    let refusal = check_certificate(shown, security, pass.as_ref(), tenant, place.account, view.now()).err();
    match (batch.item(&rights_key)?, batch.item(&credential_key)?) {
        (Some(rights), Some(credential)) => Ok(Some(Known {
            tenant,
            account: batch.record(&account_key)?,
            rights,
            credential,
            devices: batch.item(&devices_key)?.unwrap_or_default(),
            factors: batch.item(&factors_key)?.unwrap_or_default(),
            refusal,
        })),
        _ => Ok(None),
    }
}

async fn succeed(caller: &Caller, view: &View<'_>, known: Known, password: &Password, attempt: &Attempt) -> Result<Change<Reply>> {
    let Known { tenant, account, rights, credential, factors, .. } = known;
    let id = account.id;
    let change = if factors.is_enrolled() {
        let (asked, operation) = ticket(view, tenant, &account, &rights, &factors)?;
        let change = Change::reply(Reply::SecondFactor { second_factor: asked }).technical(Technical::SignInTicket, operation);
        attempt.undecided(change, view.now())?
    } else {
        let opening = Opening { tenant, account, rights, second_factor: false, event: Event::SignedIn };
        open(caller, view, opening, attempt, Reply::Session).await?
    };
    rehashed(view, tenant, id, credential, password, change).await
}

// A hash that was made at a lower cost than today's is made anew while the password is at hand.
async fn rehashed(
    view: &View<'_>,
    tenant: Tenant,
    account: AccountId,
    credential: Credential,
    password: &Password,
    change: Change<Reply>,
) -> Result<Change<Reply>> {
    if !credential.password.as_deref().is_some_and(|hash| password::is_outdated(hash, view.settings().password_cost)) {
        return Ok(change);
    }
    let version = credential.version;
    let hash = crate::passwords::hash(view, password.clone()).await?;
    let rehashed = Credential { version: version + 1, password: Some(hash), link: credential.link };
    let place = key::credential(tenant, account);
    let operation = Operation::replace(place, item(&rehashed)?, ("version", version), Failure::Conflict("record_changed"));
    Ok(change.technical(Technical::PasswordRehash, operation))
}
