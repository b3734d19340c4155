//! Mailgun as far as the product uses it: `POST /v3/{domain}/messages.mime` and signed webhooks. Its keys lie in a file that only
//! their owner can read.

use std::collections::HashSet;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use aws_lc_rs::{constant_time, hmac, rand};
use axum::extract::multipart::MultipartError;
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{StatusCode, header};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use shared::domain::time::Timestamp;
use shared::domain::timeline::hexadecimal;

use super::event::Fate;
use super::mailbox::{Envelope, Mail, Mailbox};
use crate::Failure;
use crate::durable::{OWNER_ONLY, replace};

/// The domain that it sends from.
const DOMAIN: &str = "local.example";
/// Mailgun's limit for a message.
const LARGEST_MESSAGE: usize = 25 * 1024 * 1024;
/// After how many seconds it says to come back.
const RETRY_AFTER_SECONDS: u32 = 600;

/// A fault that Mailgun can have, for tests to switch on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailgunFault {
    /// It answers with this status and takes no mail.
    Answers(u16),
    /// It takes the mail, and its answer is lost: a gateway before it says that it is away.
    LostReply,
}

/// The keys that it has issued to us.
#[derive(Clone, Serialize, Deserialize)]
struct Keys {
    api_key: String,
    signing_key: String,
}

/// Mailgun in front of a mailbox.
pub struct LocalMailgun {
    mailbox: Arc<Mailbox>,
    keys: Keys,
    fault: Mutex<Option<MailgunFault>>,
    asked: AtomicUsize,
    taken: Mutex<HashSet<String>>,
}

impl LocalMailgun {
    /// Opens its keys, making them on the first start; all mail goes into this mailbox.
    ///
    /// # Errors
    /// Where the file can't be read or written.
    pub fn open(file: PathBuf, mailbox: Arc<Mailbox>) -> Result<Self, Failure> {
        if !file.exists() {
            let keys = Keys { api_key: random(16)?, signing_key: random(16)? };
            replace(&file, &serde_json::to_vec_pretty(&keys)?, OWNER_ONLY)?;
        }
        let keys = serde_json::from_slice(&std::fs::read(&file)?)?;
        Ok(Self { mailbox, keys, fault: Mutex::default(), asked: AtomicUsize::new(0), taken: Mutex::default() })
    }

    /// Its keys, as its pages would show them to an operator, in the form of `mail_keys_set`.
    #[must_use]
    pub fn keys(&self) -> Value {
        json!(self.keys)
    }

    /// Where it takes mail of our domain.
    #[must_use]
    pub fn base(&self, address: SocketAddr) -> String {
        format!("http://{address}/v3/{DOMAIN}")
    }

    /// Switches a fault on, or off with `None`.
    pub fn set_fault(&self, fault: Option<MailgunFault>) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }

    /// How often it was asked to send a mail.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }

    /// Whether it took the mail of this id since it started.
    #[must_use]
    pub fn took(&self, id: &str) -> bool {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).contains(id)
    }

    /// Serves its API.
    pub fn router(self: Arc<Self>) -> Router {
        let body = DefaultBodyLimit::max(LARGEST_MESSAGE + 64 * 1024);
        Router::new().route("/v3/{domain}/messages.mime", post(answer)).layer(body).with_state(self)
    }

    /// What its webhook sends of a mail: the event, signed now.
    ///
    /// # Errors
    /// Where there is no randomness.
    pub fn event(&self, mail: &Mail, fate: Fate, now: Timestamp) -> Result<Value, Failure> {
        let recipient = mail.recipients.first().ok_or("a mail to nobody meets nothing")?;
        let (event, severity) = match fate {
            Fate::Bounce => ("failed", Some("permanent")),
            Fate::TransientBounce => ("failed", Some("temporary")),
            Fate::Complaint => ("complained", None),
        };
        let told = json!({
            "id": random(11)?, "event": event, "severity": severity, "recipient": recipient,
            "timestamp": now.timestamp_millis() as f64 / 1000.0, "log-level": "error",
            "flags": { "is-test-mode": false }, "tags": [], "user-variables": {},
            "message": { "headers": { "message-id": mail.message_id, "to": recipient } },
        });
        Ok(self.signed(told, &now.timestamp().to_string(), &random(25)?))
    }

    /// An event with the signature of a time and a token.
    #[must_use]
    pub fn signed(&self, told: Value, timestamp: &str, token: &str) -> Value {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.keys.signing_key.as_bytes());
        let signature = hexadecimal(hmac::sign(&key, format!("{timestamp}{token}").as_bytes()).as_ref());
        json!({ "signature": { "timestamp": timestamp, "token": token, "signature": signature }, "event-data": told })
    }

    fn is_ours(&self, headers: &HeaderMap) -> bool {
        let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Basic "));
        let Some(given) = given.and_then(|text| STANDARD.decode(text).ok()) else { return false };
        constant_time::verify_slices_are_equal(&given, format!("api:{}", self.keys.api_key).as_bytes()).is_ok()
    }

    fn store(&self, form: &Form) -> Result<String, Refusal> {
        let (Some(to), Some(message)) = (&form.to, &form.message) else {
            return Err((StatusCode::BAD_REQUEST, "to and message parameters are required"));
        };
        if message.len() > LARGEST_MESSAGE {
            return Err((StatusCode::PAYLOAD_TOO_LARGE, "message is too large"));
        }
        let envelope = Envelope { source: None, destinations: vec![to.clone()] };
        let stored = self.mailbox.store(&envelope, message).map_err(|_| (StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error"))?;
        let id = stored.ok_or((StatusCode::BAD_REQUEST, "'to' parameter is not a valid address. please check documentation"))?;
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).insert(id.clone());
        Ok(id)
    }
}

impl fmt::Debug for LocalMailgun {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("LocalMailgun").field("fault", &self.fault).finish_non_exhaustive()
    }
}

fn random(bytes: usize) -> Result<String, Failure> {
    let mut random = vec![0; bytes];
    rand::fill(&mut random).map_err(|_| "no randomness")?;
    Ok(hexadecimal(&random))
}

type Refusal = (StatusCode, &'static str);

/// What of the form is looked at.
#[derive(Default)]
struct Form {
    to: Option<String>,
    message: Option<Vec<u8>>,
    tracks: bool,
}

async fn form(mut parts: Multipart) -> Result<Form, MultipartError> {
    let mut form = Form { tracks: true, ..Form::default() };
    while let Some(part) = parts.next_field().await? {
        match part.name() {
            Some("to") => form.to = Some(part.text().await?),
            Some("message") => form.message = Some(part.bytes().await?.to_vec()),
            Some("o:tracking") => form.tracks = part.text().await? != "no",
            _ => {}
        }
    }
    Ok(form)
}

async fn answer(State(mailgun): State<Arc<LocalMailgun>>, Path(domain): Path<String>, headers: HeaderMap, parts: Multipart) -> Response {
    mailgun.asked.fetch_add(1, Ordering::Relaxed);
    let fault = *mailgun.fault.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(MailgunFault::Answers(status)) = fault {
        return refused((StatusCode::from_u16(status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE), "a fault that was asked for"));
    }
    if !mailgun.is_ours(&headers) {
        return (StatusCode::UNAUTHORIZED, "Forbidden").into_response();
    }
    if domain != DOMAIN {
        return refused((StatusCode::NOT_FOUND, "Domain not found"));
    }
    let form = match form(parts).await {
        // Links with secrets would lead through Mailgun.
        Ok(form) if form.tracks => return refused((StatusCode::BAD_REQUEST, "the product must not let its links be tracked")),
        Ok(form) => form,
        Err(error) => return refused((error.status(), "the form can't be read")),
    };
    // Storing waits for the disk.
    let keeper = Arc::clone(&mailgun);
    let stored = tokio::task::spawn_blocking(move || keeper.store(&form)).await;
    match stored.unwrap_or(Err((StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error"))) {
        Ok(_) if fault.is_some() => refused((StatusCode::BAD_GATEWAY, "Bad Gateway")),
        Ok(id) => Json(json!({ "id": format!("<{id}@{DOMAIN}>"), "message": "Queued. Thank you." })).into_response(),
        Err(refusal) => refused(refusal),
    }
}

fn refused((status, message): Refusal) -> Response {
    let mut response = (status, Json(json!({ "message": message }))).into_response();
    if status == StatusCode::TOO_MANY_REQUESTS {
        response.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER_SECONDS.into());
    }
    response
}
