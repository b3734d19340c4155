//! AWS KMS.

use crate::adapters::client::Aws;
use crate::domain::id::OrganizationId;
use crate::domain::time::{Timestamp, in_japan};
use crate::error::{Error, Result};
use crate::ports::{Context, Keys, Secret};
use async_trait::async_trait;
use aws_sdk_kms::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_kms::primitives::Blob;
use aws_sdk_kms::types::{DataKeySpec, MessageType, SigningAlgorithmSpec, Tag};
use std::collections::HashMap;
use std::sync::LazyLock;

/// The port to KMS. Its client is made at the first call: most requests find their keys open, and some functions call it
/// never.
pub struct Kms {
    client: LazyLock<aws_sdk_kms::Client, Box<dyn FnOnce() -> aws_sdk_kms::Client + Send>>,
    application: String,
}

impl Kms {
    /// A port. Keys it makes are tagged with the application, which IAM policies ask for.
    #[must_use]
    pub fn new(aws: &Aws, application: String) -> Self {
        let aws = aws.clone();
        Self { client: LazyLock::new(Box::new(move || aws.kms())), application }
    }
}

fn deletion_time(date: Option<aws_sdk_kms::primitives::DateTime>) -> Result<Timestamp> {
    let time = date.and_then(|date| chrono::DateTime::from_timestamp(date.secs(), date.subsec_nanos()));
    time.map(in_japan).ok_or_else(|| Error::internal("KMS gave no time of deletion"))
}

fn encryption_context(context: Context) -> HashMap<String, String> {
    match context {
        Context::Organization(organization, purpose) => {
            HashMap::from([("organization".into(), organization.to_string()), ("purpose".into(), purpose.as_str().into())])
        }
        Context::Service(name) => HashMap::from([("service".into(), name.into())]),
    }
}

// KMS away, throttling, or the key disabled: the caller may try again, and nothing is ever stored or shown instead.
fn unavailable<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> Error {
    match error.code() {
        // Not AccessDenied: a new key's tags take minutes to reach IAM, and then it is as good as away.
        Some(code @ ("InvalidCiphertextException" | "IncorrectKeyException" | "NotFoundException")) => {
            Error::Internal(format!("KMS: {code}"))
        }
        code => Error::Unavailable(format!("KMS: {}", code.unwrap_or("no answer")), 5),
    }
}

#[async_trait]
impl Keys for Kms {
    async fn make_organization_key(&self, organization: OrganizationId) -> Result<String> {
        let tag = |key: &str, value: String| Tag::builder().tag_key(key).tag_value(value).build().map_err(Error::internal);
        let made = self
            .client
            .create_key()
            .description(format!("Data keys of {organization}"))
            .tags(tag("application", self.application.clone())?)
            .tags(tag("organization", organization.to_string())?)
            .send()
            .await
            .map_err(|error| unavailable(&error))?;
        made.key_metadata.and_then(|metadata| metadata.arn).ok_or_else(|| Error::internal("KMS made a key without an ARN"))
    }

    async fn generate(&self, key: &str, context: Context) -> Result<(Secret, Vec<u8>)> {
        let request = self
            .client
            .generate_data_key()
            .key_id(key)
            .key_spec(DataKeySpec::Aes256)
            .set_encryption_context(Some(encryption_context(context)));
        let made = request.send().await.map_err(|error| unavailable(&error))?;
        match (made.plaintext, made.ciphertext_blob) {
            (Some(clear), Some(wrapped)) => Ok((Secret::new(clear.into_inner()), wrapped.into_inner())),
            _ => Err(Error::internal("KMS made half a data key")),
        }
    }

    async fn wrap(&self, key: &str, context: Context, secret: &[u8]) -> Result<Vec<u8>> {
        let request =
            self.client.encrypt().key_id(key).plaintext(Blob::new(secret)).set_encryption_context(Some(encryption_context(context)));
        let wrapped = request.send().await.map_err(|error| unavailable(&error))?;
        wrapped.ciphertext_blob.map(Blob::into_inner).ok_or_else(|| Error::internal("KMS wrapped nothing"))
    }

    async fn unwrap(&self, key: &str, context: Context, wrapped: &[u8]) -> Result<Secret> {
        let request =
            self.client.decrypt().key_id(key).ciphertext_blob(Blob::new(wrapped)).set_encryption_context(Some(encryption_context(context)));
        let opened = request.send().await.map_err(|error| unavailable(&error))?;
        opened.plaintext.map(|clear| Secret::new(clear.into_inner())).ok_or_else(|| Error::internal("KMS opened nothing"))
    }

    async fn sign(&self, key: &str, digest: &[u8; 32]) -> Result<Vec<u8>> {
        let request = self.client.sign().key_id(key).message(Blob::new(digest.as_slice())).message_type(MessageType::Digest);
        let signed = request.signing_algorithm(SigningAlgorithmSpec::EcdsaSha256).send().await.map_err(|error| unavailable(&error))?;
        signed.signature.map(Blob::into_inner).ok_or_else(|| Error::internal("KMS signed nothing"))
    }

    async fn public_key(&self, key: &str) -> Result<Vec<u8>> {
        let shown = self.client.get_public_key().key_id(key).send().await.map_err(|error| unavailable(&error))?;
        shown.public_key.map(Blob::into_inner).ok_or_else(|| Error::internal("KMS showed no public key"))
    }

    async fn schedule_deletion(&self, key: &str, days: u8) -> Result<Option<Timestamp>> {
        let request = self.client.schedule_key_deletion().key_id(key).pending_window_in_days(days.into());
        match request.send().await {
            Ok(scheduled) => deletion_time(scheduled.deletion_date).map(Some),
            Err(error) if error.code() == Some("NotFoundException") => Ok(None),
            // Scheduled before: it keeps the time of the first instruction.
            Err(error) if error.code() == Some("KMSInvalidStateException") => {
                let described = self.client.describe_key().key_id(key).send().await.map_err(|error| unavailable(&error))?;
                deletion_time(described.key_metadata.and_then(|metadata| metadata.deletion_date)).map(Some)
            }
            Err(error) => Err(unavailable(&error)),
        }
    }
}
