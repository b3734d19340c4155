//! STS as far as the product uses it: `GetCallerIdentity` by a presigned request, whose signature is checked as AWS does.
//!
//! The two operators of the local cloud, each with a key in a file that only its owner can read. AWS gives such keys to
//! sessions in the operators' role.

use crate::Failure;
use crate::durable::{OWNER_ONLY, private_directory, replace};
use crate::kms::{ACCOUNT, REGION};
use aws_credential_types::Credentials;
use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{StatusCode, header};
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
use serde_json::json;
use shared::ports::Clock;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

/// Who operates the local cloud.
pub const OPERATORS: [&str; 2] = ["alice", "bob"];

/// For how long AWS takes a signature, and how far a clock may be off, in minutes.
const SIGNATURE_MINUTES: i64 = 15;

/// The role whose sessions are operators, as sessions bear it.
#[must_use]
pub fn operator_role() -> String {
    format!("arn:aws:sts::{ACCOUNT}:assumed-role/operator")
}

/// An operator's key, as its file holds it.
#[derive(Clone, Serialize, Deserialize)]
struct Key {
    access_key_id: String,
    secret_access_key: String,
}

impl Key {
    fn credentials(&self) -> Credentials {
        Credentials::new(&self.access_key_id, &self.secret_access_key, None, None, "operator")
    }
}

/// STS with its operators.
pub struct LocalSts {
    keys: BTreeMap<&'static str, Key>,
    clock: Arc<dyn Clock>,
    away: AtomicBool,
}

/// The credentials of an operator of the local cloud whose files lie in this directory.
///
/// # Errors
/// Where there is no such operator, or its file can't be read.
pub fn credentials(directory: &Path, operator: &str) -> Result<Credentials, Failure> {
    let path = directory.join("operators").join(format!("{operator}.json"));
    if !OPERATORS.contains(&operator) {
        return Err(format!("there is no operator {operator}: {}", OPERATORS.join(", ")).into());
    }
    let text = std::fs::read(&path).map_err(|error| format!("{}: {error}: start the local cloud first: make run", path.display()))?;
    Ok(serde_json::from_slice::<Key>(&text)?.credentials())
}

impl LocalSts {
    /// Opens the operators' keys, making them on the first start.
    ///
    /// # Errors
    /// Where a file can't be read or written.
    pub fn open(directory: &Path, clock: Arc<dyn Clock>) -> Result<Self, Failure> {
        let directory = directory.join("operators");
        private_directory(&directory)?;
        let mut keys = BTreeMap::new();
        for name in OPERATORS {
            let path = directory.join(format!("{name}.json"));
            if !path.exists() {
                replace(&path, &serde_json::to_vec_pretty(&new_key()?)?, OWNER_ONLY)?;
            }
            keys.insert(name, serde_json::from_slice(&std::fs::read(&path)?)?);
        }
        Ok(Self { keys, clock, away: AtomicBool::new(false) })
    }

    /// The credentials of an operator.
    #[must_use]
    pub fn credentials(&self, operator: &str) -> Option<Credentials> {
        self.keys.get(operator).map(Key::credentials)
    }

    /// Whether STS is away, for tests.
    pub fn set_away(&self, away: bool) {
        self.away.store(away, Ordering::Relaxed);
    }

    /// Serves the protocol at `/`.
    pub fn router(self: Arc<Self>) -> Router {
        Router::new().route("/", get(answer)).with_state(self)
    }

    // The request is signed once more by whom it names; the same signature comes out of the same key alone.
    fn caller(&self, request: &Request) -> Result<&'static str, &'static str> {
        let query = request.uri().query().unwrap_or_default();
        let text = |name: &str| parameter(query, name).unwrap_or_default();
        let credential = text("X-Amz-Credential");
        let key = credential.split('/').next().unwrap_or_default();
        let (name, key) = self.keys.iter().find(|(_, found)| found.access_key_id == key).ok_or("InvalidClientTokenId")?;
        let made_at =
            chrono::NaiveDateTime::parse_from_str(&text("X-Amz-Date"), "%Y%m%dT%H%M%SZ").map_err(|_| "IncompleteSignature")?.and_utc();
        if (self.clock.now().to_utc() - made_at).abs() > chrono::TimeDelta::minutes(SIGNATURE_MINUTES) {
            return Err("ExpiredTokenException");
        }
        if text("Action") != "GetCallerIdentity" {
            return Err("InvalidAction");
        }
        let seconds = text("X-Amz-Expires").parse().map_err(|_| "IncompleteSignature")?;
        let again = prove::presigned(
            &unsigned(request, query),
            &signed_headers(request, &text("X-Amz-SignedHeaders")),
            REGION,
            &key.credentials(),
            (SystemTime::from(made_at), Duration::from_secs(seconds)),
        );
        let again = again.ok().and_then(|url| parameter(url.split_once('?')?.1, "X-Amz-Signature"));
        let same = again.is_some_and(|again| {
            aws_lc_rs::constant_time::verify_slices_are_equal(again.as_bytes(), text("X-Amz-Signature").as_bytes()).is_ok()
        });
        if same { Ok(name) } else { Err("SignatureDoesNotMatch") }
    }
}

fn new_key() -> Result<Key, Failure> {
    let (mut name, mut secret) = ([0_u8; 12], [0_u8; 30]);
    aws_lc_rs::rand::fill(&mut name).map_err(|_| "no randomness")?;
    aws_lc_rs::rand::fill(&mut secret).map_err(|_| "no randomness")?;
    let name: String = name.iter().map(|byte| format!("{byte:02X}")).collect();
    Ok(Key { access_key_id: format!("LOCAL{name}"), secret_access_key: URL_SAFE_NO_PAD.encode(secret) })
}

fn parameter(query: &str, name: &str) -> Option<String> {
    let raw = query.split('&').filter_map(|pair| pair.split_once('=')).find(|(found, _)| *found == name)?.1;
    Some(percent_decode_str(raw).decode_utf8_lossy().into_owned())
}

// The address as it was before it was signed.
fn unsigned(request: &Request, query: &str) -> String {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let own: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("X-Amz-")).collect();
    format!("http://{host}{}?{}", request.uri().path(), own.join("&"))
}

fn signed_headers<'r>(request: &'r Request, names: &str) -> Vec<(&'r str, &'r str)> {
    let wanted = |name: &str| name != "host" && names.split(';').any(|signed| signed == name);
    let headers = request.headers().iter().filter(|(name, _)| wanted(name.as_str()));
    headers.filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?))).collect()
}

async fn answer(State(sts): State<Arc<LocalSts>>, request: Request) -> Response {
    if sts.away.load(Ordering::Relaxed) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let (status, body) = match sts.caller(&request) {
        Ok(name) => {
            let caller = json!({ "Account": ACCOUNT, "Arn": format!("{}/{name}", operator_role()), "UserId": format!("LOCAL:{name}") });
            let result = json!({ "GetCallerIdentityResult": caller, "ResponseMetadata": { "RequestId": "local" } });
            (StatusCode::OK, json!({ "GetCallerIdentityResponse": result }))
        }
        Err(code) => (StatusCode::FORBIDDEN, json!({ "Error": { "Code": code, "Message": code, "Type": "Sender" }, "RequestId": "local" })),
    };
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}
