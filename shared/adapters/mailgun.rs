//! Mailgun: mail for organizations that have consented, since its regions lie outside Japan.
//!
//! The same message as SES gets, its Message-ID with it, by `POST /v3/{domain}/messages.mime`. Clicks and opens aren't tracked:
//! that would lead the links of mails, with their secrets, through Mailgun's servers.

mod event;

use crate::adapters::client::system_connector;
use crate::adapters::ses::message;
use crate::domain::mail_delivery::MailFailure;
use crate::domain::mail_event::MailEvent;
use crate::domain::time::Timestamp;
use crate::domain::timeline::hexadecimal;
use crate::error::Result;
use crate::ports::{Mail, MailAbroad, Undelivered};
use async_trait::async_trait;
use aws_smithy_http_client::Connector;
use aws_smithy_runtime_api::client::http::HttpConnector;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;
use std::sync::LazyLock;
use std::time::Duration;
use zeroize::Zeroizing;

/// For how long it may take.
const TIMEOUT: Duration = Duration::from_secs(8);
/// What goes with every mail.
const OPTIONS: [(&str, &str); 2] = [("o:tracking", "no"), ("o:require-tls", "yes")];

/// The port to Mailgun. Its client is made at the first mail.
pub struct Mailgun {
    connector: LazyLock<Connector, Box<dyn FnOnce() -> Connector + Send>>,
    origin: String,
    from: String,
}

impl Mailgun {
    /// A port to where Mailgun takes mail of our domain, such as `https://api.eu.mailgun.net/v3/mg.example.jp`, with the sender of
    /// every mail.
    #[must_use]
    pub fn new(origin: String, from: String) -> Self {
        Self { connector: LazyLock::new(Box::new(system_connector)), origin, from }
    }

    async fn post(&self, request: HttpRequest) -> std::result::Result<(), Undelivered> {
        let answered = tokio::time::timeout(TIMEOUT, self.connector.call(request)).await;
        let response = match answered {
            Ok(Ok(response)) => response,
            _ => return Err(undelivered(MailFailure::ProviderUnreachable, &"no answer")),
        };
        let status = response.status().as_u16();
        match failure(status) {
            None => Ok(()),
            Some(failure) => {
                let retry_after_seconds = response.headers().get("retry-after").and_then(|seconds| seconds.trim().parse().ok());
                Err(Undelivered { retry_after_seconds, ..undelivered(failure, &status) })
            }
        }
    }
}

fn undelivered(failure: MailFailure, cause: &dyn std::fmt::Display) -> Undelivered {
    Undelivered { failure, cause: format!("Mailgun: {cause}"), retry_after_seconds: None }
}

#[async_trait]
impl MailAbroad for Mailgun {
    async fn send(&self, mail: &Mail, key: &[u8], now: Timestamp) -> std::result::Result<(), Undelivered> {
        let unwritable = || undelivered(MailFailure::ProviderRefused, &"a mail that can't be written");
        let message = message(mail, &self.from, now).map_err(|_| unwritable())?;
        let request = request(&format!("{}/messages.mime", self.origin), key, &form(&mail.to, &message)).ok_or_else(unwritable)?;
        self.post(request).await
    }

    fn heard(&self, told: &Value) -> Result<Option<MailEvent>> {
        event::mail_event(told)
    }
}

/// A form of multipart/form-data (RFC 7578) and its boundary.
struct Form {
    boundary: String,
    body: Vec<u8>,
}

// The boundary is the digest of the message: it can't stand in it.
fn form(to: &str, message: &[u8]) -> Form {
    let boundary = hexadecimal(&crate::seal::sha256(message));
    let mut body = Vec::with_capacity(message.len() + 1024);
    for (name, value) in std::iter::once(("to", to)).chain(OPTIONS) {
        body.extend_from_slice(format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes());
    }
    let disposition = "Content-Disposition: form-data; name=\"message\"; filename=\"message.eml\"";
    body.extend_from_slice(format!("--{boundary}\r\n{disposition}\r\nContent-Type: message/rfc822\r\n\r\n").as_bytes());
    body.extend_from_slice(message);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    Form { boundary, body }
}

fn request(url: &str, key: &[u8], form: &Form) -> Option<HttpRequest> {
    let mut request = HttpRequest::new(SdkBody::from(form.body.clone()));
    request.set_method("POST").ok()?;
    request.set_uri(url).ok()?;
    let headers = request.headers_mut();
    headers.try_insert("authorization", authorization(key)).ok()?;
    headers.try_insert("content-type", format!("multipart/form-data; boundary={}", form.boundary)).ok()?;
    headers.try_insert("content-length", form.body.len().to_string()).ok()?;
    Some(request)
}

fn authorization(key: &[u8]) -> String {
    let user = Zeroizing::new([b"api:", key].concat());
    format!("Basic {}", STANDARD.encode(&*user))
}

/// What a status means for the mail; `None` where it was taken. 404 is also what a domain gets that Mailgun doesn't know.
const fn failure(status: u16) -> Option<MailFailure> {
    match status {
        200..=299 => None,
        401..=404 => Some(MailFailure::ProviderMisconfigured),
        429 => Some(MailFailure::ProviderThrottled),
        400..=499 => Some(MailFailure::ProviderRefused),
        _ => Some(MailFailure::ProviderFault),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use MailFailure::{ProviderFault, ProviderMisconfigured, ProviderRefused, ProviderThrottled};

    #[test]
    fn each_status_says_whose_turn_it_is() {
        let table = [
            (200, None),
            (202, None),
            (400, Some(ProviderRefused)),
            (401, Some(ProviderMisconfigured)),
            (402, Some(ProviderMisconfigured)),
            (403, Some(ProviderMisconfigured)),
            (404, Some(ProviderMisconfigured)),
            (413, Some(ProviderRefused)),
            (429, Some(ProviderThrottled)),
            (302, Some(ProviderFault)),
            (500, Some(ProviderFault)),
            (503, Some(ProviderFault)),
        ];
        for (status, expected) in table {
            assert_eq!(failure(status), expected, "{status}");
        }
    }

    #[test]
    fn a_request_carries_recipient_options_and_the_message_as_it_is() {
        let message = b"Subject: x\r\n\r\n--not a boundary\r\n\xff";
        let form = form("clerk@demo.example", message);
        let body = String::from_utf8_lossy(&form.body).into_owned();
        for part in ["name=\"to\"\r\n\r\nclerk@demo.example\r\n", "name=\"o:tracking\"\r\n\r\nno\r\n", "name=\"message\"; filename="] {
            assert!(body.contains(part), "{part}: {body}");
        }
        assert!(form.body.windows(message.len()).any(|window| window == message));
        assert!(body.ends_with(&format!("\r\n--{}--\r\n", form.boundary)));
        let request = request("https://api.example.net/v3/mg.example.jp/messages.mime", b"key-1", &form).unwrap();
        assert_eq!(request.headers().get("authorization"), Some("Basic YXBpOmtleS0x"));
        assert_eq!((request.method(), request.uri()), ("POST", "https://api.example.net/v3/mg.example.jp/messages.mime"));
    }
}
