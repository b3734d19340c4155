//! POST /api/sessions/second-factor: the second step of signing in. The ticket of the first takes one right answer and at
//! most five wrong ones, within five minutes; wrong ones count like wrong passwords.

use crate::second_factors::{Proof, asked_passkey, prove};
use crate::sessions::SessionView;
use crate::sessions::attempt::Attempt;
use crate::sessions::open::{Opening, open};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::admit::check_certificate;
use shared::caller::{Caller, Tenant};
use shared::change::{Change, Companion, Technical, expiring, item};
use shared::domain::account::{Account, AccountState, Rights};
use shared::domain::certificate::CertificatePass;
use shared::domain::device::Devices;
use shared::domain::second_factor::{CEREMONY_MINUTES, FactorKind, SecondFactors, Ticket};
use shared::domain::time::{Timestamp, rfc3339};
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::key::{self, Key, Kind};
use shared::ports::{Action, Condition, Failure, Operation};
use shared::record::Stored;
use shared::seal::sha256;
use shared::view::View;

/// The endpoint.
pub struct SessionVerify;

/// The ticket and one proof.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// What the first step handed out.
    pub ticket: String,
    /// 認証アプリのコード: six digits.
    pub code: Option<String>,
    /// リカバリーコード.
    pub recovery_code: Option<String>,
    /// パスキー: what the browser's `PublicKeyCredential.toJSON()` gives.
    pub passkey: Option<crate::second_factors::PasskeyAnswer>,
}

/// What is asked for before a session is opened.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Asked {
    /// What may be shown, any one of it.
    pub kinds: Vec<FactorKind>,
    /// To be sent back with it.
    pub ticket: String,
    /// Until when.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub expires_at: Timestamp,
    /// For `navigator.credentials.get`, where the account has a passkey.
    pub passkey: Option<crate::second_factors::AskedPasskey>,
}

/// A new ticket for an account whose password was right.
///
/// # Errors
/// Where the operating system gives no randomness.
pub fn ticket(view: &View<'_>, tenant: Tenant, account: &Account, rights: &Rights, factors: &SecondFactors) -> Result<(Asked, Operation)> {
    let secret = URL_SAFE_NO_PAD.encode(view.random::<32>()?);
    let ticket = Ticket {
        version: 1,
        organization: tenant.id(),
        account: account.id,
        mail_hash: account.mail_hash.clone(),
        password_changes: rights.password_changes,
        challenge: URL_SAFE_NO_PAD.encode(view.random::<32>()?),
        failures: 0,
        expires_at: view.now() + chrono::TimeDelta::minutes(CEREMONY_MINUTES),
    };
    let key = key::service_sign_in_ticket(&sha256(secret.as_bytes()));
    let kept = expiring(item(&ticket)?, &key, ticket.expires_at);
    let passkey = (!factors.passkeys.is_empty()).then(|| asked_passkey(view, factors, &ticket.challenge));
    let asked = Asked { kinds: factors.kinds(), ticket: secret, expires_at: ticket.expires_at, passkey };
    Ok((asked, Operation::create(key, kept, Failure::Conflict("already_exists"))))
}

impl Endpoint for SessionVerify {
    const SPEC: Spec = Spec {
        name: "session_verify",
        summary: ("二要素認証でログインを完了する", "Complete the sign-in with a second factor"),
        method: Method::Post,
        paths: &["/api/sessions/second-factor"],
        access: Access::Anyone,
        grants: &[Grant::Read, Grant::Write, Grant::Personal, Grant::MailAddress, Grant::SignToken],
        status: 201,
        secret_reply: true,
        // The account, and the session that the browser had, may change meanwhile.
        decides_anew: true,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = SessionView;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<SessionView>> {
        let proof = Proof::one(input.code, input.recovery_code, input.passkey)?;
        let place = key::service_sign_in_ticket(&sha256(input.ticket.as_bytes()));
        let gone = || Error::Unauthenticated("ticket_invalid");
        let ticket: Ticket = view.batch(std::slice::from_ref(&place)).await?.item(&place)?.ok_or_else(gone)?;
        let tenant = Tenant::of_service(ticket.organization);
        let present = present(caller, view, tenant, &ticket).await?.ok_or_else(gone)?;
        let attempt = Attempt::on_hash(view, caller, ticket.mail_hash.clone()).await?;
        let attempt = attempt.from_device(caller, tenant, ticket.account, present.devices.clone(), view.now());
        attempt.check(view.now())?;
        match prove(view, tenant, ticket.account, &present.factors, &proof, Some(&ticket.challenge)).await? {
            Ok(used) => succeed(caller, view, (place, &ticket), present, &attempt, used).await,
            Err(_) => refuse(caller, view, place, &ticket, &attempt),
        }
    }
}

struct Present {
    account: Stored<Account>,
    rights: Rights,
    devices: Devices,
    factors: SecondFactors,
}

// Whatever happened to the account since the password was right makes the ticket void.
async fn present(caller: &Caller, view: &View<'_>, tenant: Tenant, ticket: &Ticket) -> Result<Option<Present>> {
    let account_key = key::record(tenant, Kind::Account, &ticket.account.to_string());
    let (rights_key, devices_key) = (key::rights(tenant, ticket.account), key::devices(tenant, ticket.account));
    let factors_key = key::second_factors(tenant, ticket.account);
    let (contract_key, security_key) = (key::contract(tenant), key::security(tenant));
    let pass_key = caller.certificate.as_deref().map(key::service_certificate);
    let own = [&account_key, &rights_key, &devices_key, &factors_key, &contract_key, &security_key];
    let keys: Vec<Key> = own.into_iter().chain(&pass_key).cloned().collect();
    let batch = view.batch(&keys).await?;
    let (Some(rights), Some(factors)) = (batch.item::<Rights>(&rights_key)?, batch.item::<SecondFactors>(&factors_key)?) else {
        return Ok(None);
    };
    let holds = !batch.has(&contract_key)
        && ticket.is_open(view.now())
        && rights.state == AccountState::Active
        && rights.password_changes == ticket.password_changes
        && factors.is_enrolled();
    if !holds {
        return Ok(None);
    }
    let pass: Option<CertificatePass> = pass_key.map(|key| batch.item(&key)).transpose()?.flatten();
    let (shown, security) = (caller.certificate.as_deref(), batch.item(&security_key)?);
    check_certificate(shown, security, pass.as_ref(), tenant, ticket.account, view.now())?;
    let devices = batch.item(&devices_key)?.unwrap_or_default();
    Ok(Some(Present { account: batch.record(&account_key)?, rights, devices, factors }))
}

async fn succeed(
    caller: &Caller,
    view: &View<'_>,
    (place, ticket): (Key, &Ticket),
    present: Present,
    attempt: &Attempt,
    used: (SecondFactors, FactorKind),
) -> Result<Change<SessionView>> {
    let tenant = Tenant::of_service(ticket.organization);
    let (factors, kind) = used;
    let event = if kind == FactorKind::RecoveryCode { Event::SignedInByRecoveryCode } else { Event::SignedIn };
    let opening = Opening { tenant, account: present.account, rights: present.rights, second_factor: true, event };
    let spent = Operation {
        key: place,
        action: Action::Delete,
        conditions: vec![Condition::Equals("version", ticket.version.into())],
        failure: Failure::Uncounted,
    };
    let kept = crate::second_factors::operation(tenant, ticket.account, present.factors.version, &factors)?;
    Ok(open(caller, view, opening, attempt, |session| session)
        .await?
        .with(Companion::SignInTicket, spent)
        .with(Companion::SecondFactors, kept))
}

fn refuse(caller: &Caller, view: &View<'_>, place: Key, ticket: &Ticket, attempt: &Attempt) -> Result<Change<SessionView>> {
    let tried = Ticket { version: ticket.version + 1, failures: ticket.failures + 1, ..ticket.clone() };
    let kept = expiring(item(&tried)?, &place, tried.expires_at);
    let operation = Operation::replace(place, kept, ("version", ticket.version), Failure::Uncounted);
    let refused = Change::refuse(Error::Unauthenticated("second_factor_refused")).technical(Technical::SignInTicket, operation);
    attempt.failed(view, caller, refused)
}
