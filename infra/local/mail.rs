//! SES, and Mailgun beside it, as far as the product uses them, over their real protocols; what is sent lands in a mailbox that a
//! page shows.

mod event;
mod mailbox;
mod mailgun;
mod page;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{StatusCode, header};
use percent_encoding::percent_decode_str;

pub use event::{Fate, delivery};
pub use mailbox::{Attachment, Mail, Mailbox};
pub use mailgun::{LocalMailgun, MailgunFault};
pub use page::page_router;

const NAMESPACE: &str = "http://ses.amazonaws.com/doc/2010-12-01/";

/// SES's limit for a message.
const LARGEST_MESSAGE: usize = 10 * 1024 * 1024;

/// What a message may grow to as a form: base64, with its `+`, `/` and `=` escaped.
const LARGEST_REQUEST: usize = LARGEST_MESSAGE * 3 / 2;

/// A fault that SES can have, for tests to switch on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailFault {
    /// The sending rate is exceeded.
    Throttling,
    /// The service is away.
    Unavailable,
    /// The service takes no mail from this sender.
    MessageRejected,
    /// The mail is sent, but the reply says that the service is away: the sender can't tell and will send again.
    LostReply,
}

/// SES in front of a mailbox.
pub struct LocalMail {
    mailbox: Arc<Mailbox>,
    fault: Mutex<Option<MailFault>>,
    taken: AtomicUsize,
}

impl LocalMail {
    /// SES that puts all mail into this mailbox.
    #[must_use]
    pub fn new(mailbox: Arc<Mailbox>) -> Self {
        Self { mailbox, fault: Mutex::default(), taken: AtomicUsize::new(0) }
    }

    /// Switches a fault on, or off with `None`.
    pub fn set_fault(&self, fault: Option<MailFault>) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }

    /// How many mails it took.
    #[must_use]
    pub fn taken(&self) -> usize {
        self.taken.load(Ordering::Relaxed)
    }

    /// Where the mail goes.
    #[must_use]
    pub fn mailbox(&self) -> &Arc<Mailbox> {
        &self.mailbox
    }

    /// Serves the SES protocol at `/`.
    pub fn router(self: Arc<Self>) -> Router {
        Router::new().route("/", post(answer)).layer(DefaultBodyLimit::max(LARGEST_REQUEST)).with_state(self)
    }

    fn send(&self, form: &[(String, String)]) -> Result<String, Fault> {
        let fault = *self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(fault) = fault.filter(|fault| *fault != MailFault::LostReply) {
            return Err(fault.into());
        }
        let raw = STANDARD.decode(value(form, "RawMessage.Data").unwrap_or_default());
        let raw = raw.map_err(|_| Fault::sender("InvalidParameterValue", "RawMessage.Data is not base64"))?;
        if raw.len() > LARGEST_MESSAGE {
            return Err(Fault::sender("InvalidParameterValue", "Message length is more than 10485760 bytes long"));
        }
        let sent = mailbox::Envelope {
            source: value(form, "Source").map(str::to_owned),
            destinations: form
                .iter()
                .filter(|(name, _)| name.starts_with("Destinations.member."))
                .map(|(_, address)| address.clone())
                .collect(),
        };
        let id = self.mailbox.store(&sent, &raw).map_err(|error| {
            tracing::error!(%error, "the mailbox can't be written");
            Fault::from(MailFault::Unavailable)
        })?;
        let id = id.ok_or_else(|| Fault::sender("InvalidParameterValue", "Missing final '@domain', or nobody to send to"))?;
        self.taken.fetch_add(1, Ordering::Relaxed);
        if fault.is_some() { Err(MailFault::LostReply.into()) } else { Ok(id) }
    }
}

impl fmt::Debug for LocalMail {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("LocalMail").field("fault", &self.fault).finish_non_exhaustive()
    }
}

/// An error as the awsQuery protocol words it.
struct Fault {
    status: StatusCode,
    code: &'static str,
    message: &'static str,
}

impl Fault {
    const fn sender(code: &'static str, message: &'static str) -> Self {
        Self { status: StatusCode::BAD_REQUEST, code, message }
    }
}

impl From<MailFault> for Fault {
    fn from(fault: MailFault) -> Self {
        match fault {
            MailFault::Throttling => Self::sender("Throttling", "Maximum sending rate exceeded."),
            MailFault::MessageRejected => Self::sender("MessageRejected", "Email address is not verified."),
            MailFault::Unavailable | MailFault::LostReply => {
                Self { status: StatusCode::SERVICE_UNAVAILABLE, code: "ServiceUnavailable", message: "The service is away." }
            }
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let side = if self.status.is_client_error() { "Sender" } else { "Receiver" };
        // Codes and messages are ours and need no escaping.
        let (code, message) = (self.code, self.message);
        let body = format!(
            "<ErrorResponse xmlns=\"{NAMESPACE}\"><Error><Type>{side}</Type><Code>{code}</Code>\
             <Message>{message}</Message></Error><RequestId>local</RequestId></ErrorResponse>"
        );
        (self.status, [(header::CONTENT_TYPE, "text/xml")], body).into_response()
    }
}

async fn answer(State(mail): State<Arc<LocalMail>>, body: Bytes) -> Response {
    // Storing waits for the disk.
    let done = tokio::task::spawn_blocking(move || {
        let form = form(&body);
        match value(&form, "Action") {
            Some("SendRawEmail") => mail.send(&form),
            _ => Err(Fault::sender("InvalidAction", "The local cloud knows SendRawEmail alone.")),
        }
    });
    match done.await {
        Ok(Ok(id)) => {
            let body = format!(
                "<SendRawEmailResponse xmlns=\"{NAMESPACE}\"><SendRawEmailResult><MessageId>{id}</MessageId>\
                 </SendRawEmailResult><ResponseMetadata><RequestId>local</RequestId></ResponseMetadata></SendRawEmailResponse>"
            );
            ([(header::CONTENT_TYPE, "text/xml")], body).into_response()
        }
        Ok(Err(fault)) => fault.into_response(),
        Err(_) => Fault::from(MailFault::Unavailable).into_response(),
    }
}

/// A form's names and values, decoded.
pub(crate) fn form(body: &[u8]) -> Vec<(String, String)> {
    let decode = |raw: &str| percent_decode_str(&raw.replace('+', " ")).decode_utf8_lossy().into_owned();
    let pairs = String::from_utf8_lossy(body);
    pairs.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| (decode(name), decode(value))).collect()
}

fn value<'a>(form: &'a [(String, String)], name: &str) -> Option<&'a str> {
    form.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
}
