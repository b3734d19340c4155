//! The one action of API Gateway that the product uses, over its own protocol: a custom domain takes up a version of its
//! truststore, and from then on the doors trust the authorities in it.

use crate::tls::{Identity, TlsSettings};
use axum::extract::{Path as UrlPath, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::patch;
use axum::{Json, Router};
use serde_json::{Value, json};
use shared::view::TRUSTSTORE;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The name of the custom domain.
pub const DOMAIN: &str = "localhost";
/// The member that names the version.
const TRUSTSTORE_VERSION: &str = "/mutualTlsAuthentication/truststoreVersion";

/// API Gateway over the doors of the local cloud.
pub struct LocalApiGateway {
    doors: Vec<TlsSettings>,
    identity: Identity,
    truststore: PathBuf,
}

/// Where the truststore lies in the directory of the local S3.
#[must_use]
pub fn truststore(documents: &Path, bucket: &str) -> PathBuf {
    documents.join(bucket).join(TRUSTSTORE)
}

impl LocalApiGateway {
    /// Over these doors, which show this identity, and a truststore in the local S3.
    #[must_use]
    pub const fn new(doors: Vec<TlsSettings>, identity: Identity, truststore: PathBuf) -> Self {
        Self { doors, identity, truststore }
    }

    /// Serves the protocol at `/`.
    pub fn router(self) -> Router {
        Router::new().route("/domainnames/{name}", patch(update_domain_name)).with_state(Arc::new(self))
    }

    // The local S3 keeps the newest version alone, which is the one that was just written.
    fn take_up(&self) -> std::io::Result<()> {
        let client_authorities = std::fs::read_to_string(&self.truststore)?;
        let identity = Identity { client_authorities, ..self.identity.clone() };
        self.doors.iter().try_for_each(|door| door.replace(&identity))
    }
}

async fn update_domain_name(
    State(gateway): State<Arc<LocalApiGateway>>,
    UrlPath(name): UrlPath<String>,
    Json(patch): Json<Value>,
) -> Response {
    if name != DOMAIN {
        return refusal(StatusCode::NOT_FOUND, "NotFoundException", "Invalid domain name identifier specified");
    }
    let operations = patch["patchOperations"].as_array().map(Vec::as_slice).unwrap_or_default();
    let known = |operation: &Value| {
        operation["op"] == "replace"
            && operation["path"] == TRUSTSTORE_VERSION
            && operation["value"].as_str().is_some_and(|version| !version.is_empty())
    };
    if operations.is_empty() || !operations.iter().all(known) {
        return refusal(StatusCode::BAD_REQUEST, "BadRequestException", "Invalid patch path");
    }
    match gateway.take_up() {
        Ok(()) => Json(json!({ "domainName": name, "domainNameStatus": "UPDATING" })).into_response(),
        Err(error) => refusal(StatusCode::BAD_REQUEST, "BadRequestException", &error.to_string()),
    }
}

fn refusal(status: StatusCode, exception: &'static str, message: &str) -> Response {
    (status, [("x-amzn-errortype", exception)], Json(json!({ "message": message }))).into_response()
}
