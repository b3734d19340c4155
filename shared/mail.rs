//! Mail on its way out: sealed in the outbox in the transaction that causes it, delivered by a job, its body then erased.

use crate::caller::Tenant;
use crate::domain::id::{MailId, OrganizationId};
use crate::domain::mail_address::MailAddress;
use crate::domain::mail_delivery::MailFailure;
use crate::domain::personal::Personal;
use crate::domain::time::{Timestamp, rfc3339};
use crate::endpoint::Grant;
use crate::error::{Error, Result};
use crate::key::{self, Purpose};
use crate::ports::{Context, Failure, Operation};
use crate::seal;
use crate::view::View;
use crate::world::SERVICE_MAIL_KEY;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How long what remains of a delivered mail is kept, in days.
pub const DELIVERED_DAYS: i64 = 30;
/// For how long a mail that was given up raises the alarm, in hours.
pub const DEAD_HOURS: i64 = 24;

/// What a mail is about, as its record names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MailKind {
    /// An invitation link.
    Invitation,
    /// A reset link.
    PasswordReset,
    /// A password was changed.
    PasswordChanged,
    /// Mail to an account is stopped, after a bounce or complaint.
    MailSuppressed,
    /// A client certificate ends soon.
    CertificateEnding,
    /// A sign-in from a new device.
    NewDevice,
    /// Sign-in is paused after failures.
    SignInPaused,
    /// What is to be looked after, once a day.
    Digest,
    /// A second factor was added, removed, or its recovery codes renewed.
    SecondFactorChanged,
    /// A report of an incident.
    IncidentReport,
    /// A change, maintenance, a new version or a vulnerability.
    Notice,
    /// An inquiry, to the support desk.
    Inquiry,
    /// That an inquiry arrived, to its sender.
    InquiryReceived,
    /// A premium that couldn't be charged.
    PremiumDunning,
}

impl MailKind {
    /// Whether the service speaks for itself rather than for an organization: no organization's consent covers it.
    #[must_use]
    pub const fn is_of_the_service(self) -> bool {
        matches!(self, Self::IncidentReport)
    }
}

/// A mail in the outbox.
#[derive(Clone, Serialize, Deserialize)]
pub struct OutgoingMail {
    /// Its identifier; its `Message-ID` is made from it and stays the same over retries.
    pub id: MailId,
    /// The organization under whose key it is sealed.
    pub organization: OrganizationId,
    /// What it is about.
    pub kind: MailKind,
    /// The recipient.
    pub to: Personal<MailAddress>,
    /// The subject.
    pub subject: Personal<String>,
    /// The text part.
    pub text: Personal<String>,
    /// The HTML part.
    pub html: Personal<String>,
    /// How often it was tried.
    pub attempts: u32,
    /// Why the last attempt failed.
    #[serde(default)]
    pub last_failure: Option<MailFailure>,
    /// Whether the provider abroad may have it: then it goes there no more, or it could be sent with each attempt.
    #[serde(default)]
    pub may_be_abroad: bool,
    /// When it is tried next.
    #[serde(with = "rfc3339")]
    pub next_attempt_at: Timestamp,
    /// When it was written.
    #[serde(with = "rfc3339")]
    pub created_at: Timestamp,
}

/// A mail that was given up (未達メール): what operators see of it. Recipient and body are gone.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct DeadMail {
    /// The mail.
    pub id: MailId,
    /// The organization that it was for.
    pub organization: OrganizationId,
    /// What it was about.
    pub kind: MailKind,
    /// How often it was tried.
    pub attempts: u32,
    /// Why the last attempt failed.
    pub last_failure: Option<MailFailure>,
    /// When it was written.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub created_at: Timestamp,
    /// When it was given up.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub given_up_at: Timestamp,
}

/// What lies in the outbox.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Outgoing {
    /// A mail to send.
    Mail {
        /// The mail.
        mail: Box<OutgoingMail>,
    },
    /// A request for a reset link, to be resolved into a mail if the address is known.
    ResetRequest {
        /// The service-wide hash of the address.
        mail_hash: String,
        /// When it was made.
        #[serde(with = "rfc3339")]
        created_at: Timestamp,
    },
    /// That sign-in with an address is paused, to be resolved into a mail if the address is known.
    PauseNotice {
        /// The service-wide hash of the address.
        mail_hash: String,
        /// The network address of the last failure.
        address: String,
        /// When it was.
        #[serde(with = "rfc3339")]
        created_at: Timestamp,
    },
}

/// The subject and both parts of a mail.
#[derive(Clone)]
pub struct Content {
    /// The subject.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
}

/// A new mail of an organization.
///
/// # Errors
/// Where the operating system gives no randomness.
pub fn outgoing(view: &View<'_>, tenant: Tenant, kind: MailKind, to: MailAddress, content: Content) -> Result<OutgoingMail> {
    let now = view.now();
    Ok(OutgoingMail {
        id: view.identifier()?,
        organization: tenant.id(),
        kind,
        to: Personal::new(to),
        subject: Personal::new(content.subject),
        text: Personal::new(content.text),
        html: Personal::new(content.html),
        attempts: 0,
        last_failure: None,
        may_be_abroad: false,
        next_attempt_at: now,
        created_at: now,
    })
}

// What is no organization's own is sealed under a key of the service.
fn sealed_under(tenant: Tenant) -> (Grant, Context) {
    if tenant == Tenant::of_operator() {
        return (Grant::ServiceMail, Context::Service(SERVICE_MAIL_KEY));
    }
    (Grant::Personal, Context::Organization(tenant.id(), Purpose::Data))
}

/// Seals a mail and puts it into the outbox.
///
/// # Errors
/// Where the organization's key can't be opened.
pub async fn outbox_operation(view: &View<'_>, tenant: Tenant, mail: &OutgoingMail) -> Result<Operation> {
    let (grant, context) = sealed_under(tenant);
    view.require(grant)?;
    let key = key::service_outbox(mail.id);
    let mut value = serde_json::to_value(Outgoing::Mail { mail: Box::new(mail.clone()) }).map_err(Error::internal)?;
    let (version, data_key) = view.world.key(context, None).await?;
    seal::seal_all(&mut value, &data_key, version, tenant.id(), &mail.id.to_string(), &*view.world.random)?;
    let mut item = crate::change::item(&value)?;
    // Counts the attempts: each one is written on the condition that no other run made it.
    item.insert("version".into(), 0.into());
    Ok(Operation::create(key, item, Failure::Conflict("record_changed")))
}

/// Opens a mail that lay in the outbox.
///
/// # Errors
/// Where a seal doesn't open.
pub async fn open(view: &View<'_>, tenant: Tenant, mail: &OutgoingMail) -> Result<crate::ports::Mail> {
    let (grant, context) = sealed_under(tenant);
    view.require(grant)?;
    let mut value = serde_json::to_value(Outgoing::Mail { mail: Box::new(mail.clone()) }).map_err(Error::internal)?;
    let keys = view.keys_of(context, seal::versions(&value)).await?;
    seal::open_all(&mut value, &keys, tenant.id(), &mail.id.to_string())?;
    let mail: OutgoingMail = serde_json::from_value(value.get("mail").cloned().unwrap_or(Value::Null)).map_err(Error::internal)?;
    let text = |field: &Personal<String>| field.get().cloned().ok_or_else(|| Error::internal("a mail without a body"));
    Ok(crate::ports::Mail {
        to: mail.to.get().ok_or_else(|| Error::internal("a mail without a recipient"))?.as_str().into(),
        subject: text(&mail.subject)?,
        text: text(&mail.text)?,
        html: text(&mail.html)?,
        message_id: format!("{}@{}", mail.id, view.settings().mail_domain()),
    })
}
