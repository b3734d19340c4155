//! Client certificates (クライアント証明書, WP6, WP13) under システム管理 > クライアント証明書.

pub mod authority;
pub mod download;
mod file;
pub mod issue;
pub mod issue_first;
pub mod list;
pub mod remind;
pub mod revoke;

use authority::Subject;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::{Change, Companion, item};
use shared::domain::account::{Account, AccountState};
use shared::domain::certificate::{Certificate, CertificateProfile, CertificateState, LifetimeDays, pass_phrase};
use shared::domain::id::{AccountId, CertificateId};
use shared::domain::organization::Organization;
use shared::domain::personal::Personal;
use shared::domain::text::Line;
use shared::domain::time::{Timestamp, rfc3339};
use shared::domain::timeline::{Event, hexadecimal};
use shared::error::{Error, Result};
use shared::key::{self, Key, Kind};
use shared::ports::{Action, Condition, Failure, Operation};
use shared::seal::sha256;
use shared::view::View;

/// The key of a certificate.
#[must_use]
pub fn certificate_key(tenant: Tenant, id: CertificateId) -> Key {
    key::record(tenant, Kind::Certificate, &id.to_string())
}

/// A certificate as administrators see it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CertificateView {
    /// Its identifier.
    pub id: CertificateId,
    /// 名称.
    pub name: Line<100>,
    /// The account that it was issued to, if it was issued to one.
    pub account: Option<AccountId>,
    /// How its file is encrypted.
    pub profile: CertificateProfile,
    /// 状態.
    pub state: CertificateState,
    /// The serial number, hexadecimal.
    pub serial: String,
    /// The SHA-256 of its DER, hexadecimal, as sign-ins name it.
    pub fingerprint: String,
    /// When it was issued.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub issued_at: Timestamp,
    /// 有効期限.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub expires_at: Timestamp,
    /// When it was revoked.
    #[serde(with = "rfc3339::option")]
    #[schemars(with = "Option<String>")]
    pub revoked_at: Option<Timestamp>,
    /// 失効理由.
    pub reason: Option<Line<200>>,
    /// Whether this request came with it.
    pub current: bool,
}

impl CertificateView {
    /// The view of an opened certificate, as its caller sees it.
    ///
    /// # Errors
    /// Where a personal field wasn't opened: a fault of the handler.
    pub fn new(certificate: &Certificate, caller: &Caller) -> Result<Self> {
        let sealed = || Error::internal("a certificate is shown without being opened");
        let revocation = certificate.revocation.as_ref();
        let reason = revocation.map(|revocation| revocation.reason.get().cloned().ok_or_else(sealed)).transpose()?;
        Ok(Self {
            id: certificate.id,
            name: certificate.name.get().ok_or_else(sealed)?.clone(),
            account: certificate.account,
            profile: certificate.profile,
            state: certificate.state,
            serial: certificate.serial.clone(),
            fingerprint: certificate.fingerprint.clone(),
            issued_at: certificate.issued_at,
            expires_at: certificate.expires_at,
            revoked_at: revocation.map(|revocation| revocation.at),
            reason,
            current: certificate.is_shown(caller.certificate.as_deref()),
        })
    }
}

/// What a certificate is asked for.
pub struct Order {
    /// 名称.
    pub name: Line<100>,
    /// The account that it is issued to, if it is issued to one.
    pub account: Option<AccountId>,
    /// How long it is to hold.
    pub days: LifetimeDays,
    /// How its file is to be encrypted.
    pub profile: CertificateProfile,
}

/// What was made. Without Debug: whoever has both has the certificate.
pub struct Made {
    /// The certificate's record.
    pub certificate: Certificate,
    /// The PKCS#12 file.
    pub file: Vec<u8>,
    /// Its pass phrase, which is kept nowhere.
    pub pass_phrase: String,
}

/// Makes a certificate with its key, file and pass phrase.
///
/// # Errors
/// [`Error::Invalid`] for an account that isn't there; or where the authority's key can't be opened.
pub async fn make(view: &View<'_>, tenant: Tenant, order: Order) -> Result<Made> {
    let account_key = order.account.map(|account| crate::accounts::account_key(tenant, account));
    let keys: Vec<Key> = std::iter::once(key::organization(tenant)).chain(account_key.clone()).collect();
    let batch = view.batch(&keys).await?;
    let organization = batch.record::<Organization>(&key::organization(tenant))?;
    if let Some(account_key) = &account_key {
        let account = batch.record::<Account>(account_key).and_then(|account| match account.state {
            AccountState::Deleted | AccountState::Suspended => Err(Error::NotFound),
            AccountState::Invited | AccountState::Active => Ok(account),
        });
        account.map_err(crate::unknown("account", "account_unknown"))?;
    }
    let (authority, secret) = view.issuing_authority().await?;
    let id: CertificateId = view.identifier()?;
    let issued_at = view.now();
    let (begins_at, expires_at) = order.days.period(issued_at);
    let subject =
        Subject { organization_name: organization.name.as_str(), organization: tenant.id(), certificate: id, begins_at, expires_at };
    let issued = authority::issue(&authority.name, &secret, &subject, view.random()?)?;
    let phrase = pass_phrase(&view.random()?).ok_or_else(|| Error::internal("random bytes that aren't random"))?;
    let fingerprint = hexadecimal(&sha256(&issued.certificate));
    let (serial, profile, secret) = (issued.serial.clone(), order.profile, phrase.clone());
    // Beside the executor's thread: deriving keys takes a while.
    let file =
        tokio::task::spawn_blocking(move || file::write(&issued, &id.to_string(), profile, &secret)).await.map_err(Error::internal)??;
    let certificate = Certificate {
        id,
        name: Personal::new(order.name),
        fingerprint,
        serial,
        account: order.account,
        profile,
        state: CertificateState::Issued,
        revocation: None,
        reminded: Certificate::past_reminders(order.days),
        issued_at,
        expires_at,
    };
    Ok(Made { certificate, file, pass_phrase: phrase })
}

/// Adds a new certificate to a change, with what admission looks up.
///
/// # Errors
/// Where it can't be written as JSON.
pub fn create<T>(change: Change<T>, tenant: Tenant, certificate: &Certificate) -> Result<Change<T>> {
    let place = key::service_certificate(&certificate.fingerprint);
    let pass = Operation::create(place, item(&certificate.pass(tenant.id()))?, Failure::Conflict("already_exists"));
    Ok(change.create(tenant, certificate, Event::CertificateIssued)?.with(Companion::CertificatePass, pass))
}

/// Adds what admission looks up of a certificate that changed.
///
/// # Errors
/// Where it can't be written as JSON.
pub fn replace_pass<T>(change: Change<T>, tenant: Tenant, certificate: &Certificate) -> Result<Change<T>> {
    let operation = Operation {
        key: key::service_certificate(&certificate.fingerprint),
        action: Action::Put(item(&certificate.pass(tenant.id()))?),
        conditions: vec![Condition::Present],
        failure: Failure::Conflict("record_changed"),
    };
    Ok(change.with(Companion::CertificatePass, operation))
}

/// A file that waits to be downloaded: its base64 form, sealed under the organization's key.
#[derive(Serialize, Deserialize)]
pub struct WaitingFile {
    /// The PKCS#12 file in base64.
    pub content: Personal<String>,
    /// Until when it waits.
    #[serde(with = "rfc3339")]
    pub ends_at: Timestamp,
}

/// The field of [`WaitingFile`] under which its content is sealed.
pub const FILE_FIELD: &str = "file";
