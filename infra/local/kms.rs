//! The few KMS actions the product uses, over the real KMS protocol, so that production binaries need no local mode.
//!
//! Encryption and signatures are real; what is local is that the keys lie in a file that only its owner can read.

mod actions;
mod envelope;
mod key_ring;
mod refusal;
mod signing;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use http::{HeaderMap, HeaderValue, header};

pub use key_ring::KeyUsage;
use key_ring::{Key, KeyRing, random_uuid};
pub use refusal::Refusal;

/// The account that local ARNs name.
pub const ACCOUNT: &str = "000000000000";

/// The region that local ARNs name.
pub const REGION: &str = "ap-northeast-1";

const TARGET: &str = "x-amz-target";
const SERVICE: &str = "TrentService.";

/// KMS allows 4 KiB of plaintext; with base64, a context and a message to sign, this is ample.
const LARGEST_REQUEST: usize = 64 * 1024;

/// A fault that KMS can have, for tests to switch on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KmsFault {
    /// The rate of requests is exceeded.
    Throttling,
    /// The service is away.
    Unavailable,
}

/// The keys, behind the actions that may use them.
pub struct LocalKms {
    path: PathBuf,
    ring: Mutex<KeyRing>,
    fault: Mutex<Option<KmsFault>>,
}

impl LocalKms {
    /// Opens a key file, or starts without keys when there is none.
    ///
    /// # Errors
    /// When the file can't be read, or isn't a key file.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref().to_path_buf();
        let ring = KeyRing::read(&path)?;
        Ok(Self { path, ring: Mutex::new(ring), fault: Mutex::default() })
    }

    /// Switches a fault on, or off with `None`.
    pub fn set_fault(&self, fault: Option<KmsFault>) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }

    /// Serves the KMS protocol at `/`.
    pub fn router(self: Arc<Self>) -> Router {
        Router::new().route("/", post(answer)).layer(DefaultBodyLimit::max(LARGEST_REQUEST)).with_state(self)
    }

    /// The ARN of the key that an alias (`alias/…`) stands for, made first when there is none.
    ///
    /// # Errors
    /// When the alias' name isn't allowed, its key is for another use, or the key file can't be written.
    pub fn ensure_alias(&self, alias: &str, usage: KeyUsage) -> Result<String, Refusal> {
        actions::check_alias_name(alias)?;
        let usable = |key: &Key| if key.usage == usage { Ok(key.arn()) } else { Err(Refusal::wrong_usage(&key.arn())) };
        if let Ok(key) = self.key(alias) {
            return usable(&key);
        }
        self.change(|ring, now| {
            // Somebody else may have made it meanwhile.
            if let Ok(key) = ring.find(alias, now) {
                return usable(key);
            }
            let key = Key::generate(usage, format!("Made for {alias}"), BTreeMap::new(), now)?;
            let arn = key.arn();
            ring.aliases.insert(alias.to_owned(), key.id.clone());
            ring.keys.insert(key.id.clone(), key);
            Ok(arn)
        })
    }

    /// Makes a key and returns its ARN.
    ///
    /// # Errors
    /// When the key file can't be written.
    pub fn create_key(&self, usage: KeyUsage, description: &str, tags: BTreeMap<String, String>) -> Result<String, Refusal> {
        self.change(|ring, now| {
            let key = Key::generate(usage, description.to_owned(), tags, now)?;
            let arn = key.arn();
            ring.keys.insert(key.id.clone(), key);
            Ok(arn)
        })
    }

    /// A copy of one key, so that no lock is held while it encrypts.
    fn key(&self, name: &str) -> Result<Key, Refusal> {
        self.ring().find(name, now()).cloned()
    }

    fn ring(&self) -> MutexGuard<'_, KeyRing> {
        // A change works on a copy, so a panic in one can't have left the ring half changed.
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the ring: first in the file, then in memory, so that what was answered survives a crash.
    fn change<T>(&self, alter: impl FnOnce(&mut KeyRing, i64) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let mut ring = self.ring();
        let mut next = ring.clone();
        let now = now();
        next.purge(now);
        let answer = alter(&mut next, now)?;
        next.write(&self.path).map_err(|error| Refusal::internal(format!("the key file can't be written: {error}")))?;
        *ring = next;
        Ok(answer)
    }
}

impl fmt::Debug for LocalKms {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("LocalKms").field("path", &self.path).finish_non_exhaustive()
    }
}

async fn answer(State(kms): State<Arc<LocalKms>>, headers: HeaderMap, body: Bytes) -> Response {
    let mut response = match act(kms, &headers, body).await {
        Ok(answer) => {
            let content_type = HeaderValue::from_static("application/x-amz-json-1.1");
            ([(header::CONTENT_TYPE, content_type)], answer.to_string()).into_response()
        }
        Err(refusal) => {
            tracing::debug!(exception = refusal.exception(), "KMS refused");
            refusal.into_response()
        }
    };
    if let Some(id) = random_uuid().ok().and_then(|id| HeaderValue::try_from(id).ok()) {
        response.headers_mut().insert("x-amzn-requestid", id);
    }
    response
}

async fn act(kms: Arc<LocalKms>, headers: &HeaderMap, body: Bytes) -> Result<serde_json::Value, Refusal> {
    let signed = headers.get(header::AUTHORIZATION).is_some_and(|value| value.as_bytes().starts_with(b"AWS4-HMAC-SHA256 "));
    if !signed {
        return Err(Refusal::unsigned());
    }
    match *kms.fault.lock().unwrap_or_else(PoisonError::into_inner) {
        None => {}
        Some(KmsFault::Throttling) => return Err(Refusal::throttled()),
        Some(KmsFault::Unavailable) => return Err(Refusal::internal("the service is away")),
    }
    let target = headers.get(TARGET).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let action = target.strip_prefix(SERVICE).ok_or_else(Refusal::unknown_operation)?.to_owned();
    // A change waits for the disk.
    tokio::task::spawn_blocking(move || actions::perform(&kms, &action, &body))
        .await
        .unwrap_or_else(|_| Err(Refusal::internal("the action failed")))
}

fn now() -> i64 {
    chrono::Utc::now().timestamp()
}
