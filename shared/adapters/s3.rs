//! Amazon S3.

use crate::adapters::client::Aws;
use crate::error::{Error, Result};
use crate::ports::{Bucket, Documents};
use async_trait::async_trait;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{Delete, ObjectIdentifier};
use std::sync::LazyLock;
use std::time::Duration;

/// The names of the buckets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buckets {
    /// Of [`Bucket::Documents`].
    pub documents: String,
    /// Of [`Bucket::Records`].
    pub records: String,
    /// Of [`Bucket::Truststore`].
    pub truststore: String,
}

/// The port to S3. Its client is made at the first document.
pub struct S3 {
    client: LazyLock<aws_sdk_s3::Client, Box<dyn FnOnce() -> aws_sdk_s3::Client + Send>>,
    buckets: Buckets,
}

impl S3 {
    /// A port over these buckets.
    #[must_use]
    pub fn new(aws: &Aws, buckets: Buckets) -> Self {
        let aws = aws.clone();
        Self { client: LazyLock::new(Box::new(move || aws.s3())), buckets }
    }

    fn name(&self, bucket: Bucket) -> &str {
        match bucket {
            Bucket::Documents => &self.buckets.documents,
            Bucket::Records => &self.buckets.records,
            Bucket::Truststore => &self.buckets.truststore,
        }
    }
}

fn failure<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> Error {
    match error.code() {
        Some(code @ ("NoSuchBucket" | "AccessDenied" | "InvalidRequest")) => {
            Error::Internal(format!("S3: {code}: {}", error.message().unwrap_or_default()))
        }
        code => Error::Unavailable(format!("S3: {}", code.unwrap_or("no answer")), 5),
    }
}

#[async_trait]
impl Documents for S3 {
    async fn put(&self, bucket: Bucket, name: &str, content_type: &str, bytes: Vec<u8>) -> Result<Option<String>> {
        let request = self.client.put_object().bucket(self.name(bucket)).key(name).content_type(content_type);
        let written = request.body(ByteStream::from(bytes)).send().await.map_err(|error| failure(&error))?;
        Ok(written.version_id)
    }

    async fn get(&self, bucket: Bucket, name: &str) -> Result<Option<Vec<u8>>> {
        match self.client.get_object().bucket(self.name(bucket)).key(name).send().await {
            Ok(found) => Ok(Some(found.body.collect().await.map_err(|error| Error::Unavailable(format!("S3: {error}"), 5))?.to_vec())),
            Err(error) if error.code() == Some("NoSuchKey") => Ok(None),
            Err(error) => Err(failure(&error)),
        }
    }

    async fn link(&self, bucket: Bucket, name: &str, file_name: &str, seconds: u32) -> Result<String> {
        let lifetime = PresigningConfig::expires_in(Duration::from_secs(seconds.into())).map_err(Error::internal)?;
        let request = self.client.get_object().bucket(self.name(bucket)).key(name);
        let request = request.response_content_disposition(format!("attachment; filename=\"{file_name}\""));
        Ok(request.presigned(lifetime).await.map_err(|error| failure(&error))?.uri().to_owned())
    }

    async fn list(&self, bucket: Bucket, prefix: &str, after: Option<&str>) -> Result<Vec<String>> {
        let request = self.client.list_objects_v2().bucket(self.name(bucket)).prefix(prefix);
        let found = request.set_start_after(after.map(str::to_owned)).send().await.map_err(|error| failure(&error))?;
        Ok(found.contents.unwrap_or_default().into_iter().filter_map(|object| object.key).collect())
    }

    async fn delete(&self, bucket: Bucket, names: &[String]) -> Result<()> {
        if names.is_empty() {
            return Ok(());
        }
        let objects = names.iter().map(|name| ObjectIdentifier::builder().key(name).build().map_err(Error::internal));
        let objects = objects.collect::<Result<Vec<_>>>()?;
        let delete = Delete::builder().set_objects(Some(objects)).quiet(true).build().map_err(Error::internal)?;
        let done = self.client.delete_objects().bucket(self.name(bucket)).delete(delete).send().await.map_err(|error| failure(&error))?;
        match done.errors.unwrap_or_default().first() {
            None => Ok(()),
            Some(refused) => Err(Error::Unavailable(format!("S3: {}", refused.code.as_deref().unwrap_or("a document stayed")), 5)),
        }
    }
}
