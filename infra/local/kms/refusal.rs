//! What KMS answers when it refuses, in the form the SDK reads.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde_json::json;

/// A refused KMS request: the exception's name and a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    exception: &'static str,
    message: String,
}

impl Refusal {
    fn new(exception: &'static str, message: impl Into<String>) -> Self {
        Self { exception, message: message.into() }
    }

    /// The exception's name, such as `NotFoundException`.
    #[must_use]
    pub fn exception(&self) -> &'static str {
        self.exception
    }

    pub(super) fn unknown_key(name: &str) -> Self {
        Self::new("NotFoundException", format!("Key '{name}' does not exist"))
    }

    pub(super) fn disabled(arn: &str) -> Self {
        Self::new("DisabledException", format!("{arn} is disabled."))
    }

    pub(super) fn pending_deletion(arn: &str) -> Self {
        Self::new("KMSInvalidStateException", format!("{arn} is pending deletion."))
    }

    pub(super) fn wrong_usage(arn: &str) -> Self {
        Self::new("InvalidKeyUsageException", format!("{arn} key usage does not allow this operation."))
    }

    /// Says nothing of the reason, as KMS does: it would tell a forger what to change.
    pub(super) fn invalid_ciphertext() -> Self {
        Self { exception: "InvalidCiphertextException", message: String::new() }
    }

    pub(super) fn incorrect_key() -> Self {
        Self::new("IncorrectKeyException", "The key ID in the request does not identify the key that encrypted this.")
    }

    pub(super) fn invalid_signature() -> Self {
        Self { exception: "KMSInvalidSignatureException", message: String::new() }
    }

    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new("ValidationException", message)
    }

    pub(super) fn unsupported(message: impl Into<String>) -> Self {
        Self::new("UnsupportedOperationException", message)
    }

    pub(super) fn alias_exists(arn: &str) -> Self {
        Self::new("AlreadyExistsException", format!("An alias with the name {arn} already exists"))
    }

    pub(super) fn alias_name(message: &str) -> Self {
        Self::new("InvalidAliasNameException", message)
    }

    pub(super) fn unreadable(message: impl Into<String>) -> Self {
        Self::new("SerializationException", message)
    }

    pub(super) fn unknown_operation() -> Self {
        Self { exception: "UnknownOperationException", message: String::new() }
    }

    pub(super) fn unsigned() -> Self {
        Self::new("MissingAuthenticationTokenException", "Missing Authentication Token")
    }

    pub(super) fn throttled() -> Self {
        Self::new("ThrottlingException", "You have exceeded the rate at which you may call KMS.")
    }

    pub(super) fn internal(message: impl Into<String>) -> Self {
        Self::new("KMSInternalException", message)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = if self.exception == "KMSInternalException" { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::BAD_REQUEST };
        let body = json!({ "__type": self.exception, "message": self.message }).to_string();
        let content_type = HeaderValue::from_static("application/x-amz-json-1.1");
        (status, [(header::CONTENT_TYPE, content_type)], body).into_response()
    }
}
