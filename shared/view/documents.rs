//! Documents, signatures and the end of keys: what functions do outside the table. None of it is part of a commit, so a
//! handler records its intent before, or writes what nobody finds unless the commit succeeds.

use super::View;
use crate::caller::Tenant;
use crate::domain::time::Timestamp;
use crate::endpoint::Grant;
use crate::error::Result;
use crate::ports::Bucket;

/// Where an organization's document lies in its bucket: under its identifier, so that all of them can be erased.
#[must_use]
pub fn document_name(tenant: Tenant, name: &str) -> String {
    format!("{}/{name}", tenant.id())
}

impl View<'_> {
    /// Writes a document of an organization.
    ///
    /// # Errors
    /// Where S3 is away.
    pub async fn keep_document(&self, tenant: Tenant, name: &str, content_type: &str, bytes: Vec<u8>) -> Result<()> {
        self.require(Grant::Documents)?;
        self.world.documents.put(Bucket::Documents, &document_name(tenant, name), content_type, bytes).await.map(drop)
    }

    /// A link that downloads an organization's document for so many seconds. Whoever has the link has the document, so it
    /// is a secret.
    ///
    /// # Errors
    /// Where it can't be signed.
    pub async fn document_link(&self, tenant: Tenant, name: &str, file_name: &str, seconds: u32) -> Result<String> {
        self.require(Grant::Documents)?;
        self.world.documents.link(Bucket::Documents, &document_name(tenant, name), file_name, seconds).await
    }

    /// Up to a thousand names of an organization's documents, as they lie in the bucket.
    ///
    /// # Errors
    /// Where S3 is away.
    pub async fn documents(&self, tenant: Tenant) -> Result<Vec<String>> {
        self.require(Grant::Documents)?;
        self.world.documents.list(Bucket::Documents, &document_name(tenant, ""), None).await
    }

    /// Removes documents that [`View::documents`] named.
    ///
    /// # Errors
    /// Where S3 is away.
    pub async fn remove_documents(&self, names: &[String]) -> Result<()> {
        self.require(Grant::Documents)?;
        self.world.documents.delete(Bucket::Documents, names).await
    }

    /// Writes what stays after an organization is erased. It can't be overwritten or removed for ten years.
    ///
    /// # Errors
    /// Where S3 is away.
    pub async fn keep_record(&self, name: &str, content_type: &str, bytes: Vec<u8>) -> Result<()> {
        self.require(Grant::Records)?;
        self.world.documents.put(Bucket::Records, name, content_type, bytes).await.map(drop)
    }

    /// Reads what [`View::keep_record`] wrote.
    ///
    /// # Errors
    /// Where S3 is away.
    pub async fn kept_record(&self, name: &str) -> Result<Option<Vec<u8>>> {
        self.require(Grant::Records)?;
        self.world.documents.get(Bucket::Records, name).await
    }

    /// Up to a thousand names of kept records under a prefix, in order, after the one given.
    ///
    /// # Errors
    /// Where S3 is away.
    pub async fn kept_records(&self, prefix: &str, after: Option<&str>) -> Result<Vec<String>> {
        self.require(Grant::Records)?;
        self.world.documents.list(Bucket::Records, prefix, after).await
    }

    /// Signs a SHA-256 digest under the service's signing key (ECDSA over P-256): the signature in DER.
    ///
    /// # Errors
    /// Where KMS is away.
    pub async fn sign_record(&self, digest: &[u8; 32]) -> Result<Vec<u8>> {
        self.require(Grant::SignRecords)?;
        self.world.keys.sign(&self.world.settings.signing_key, digest).await
    }

    /// The public half of the service's signing key: a SubjectPublicKeyInfo in DER.
    ///
    /// # Errors
    /// Where KMS is away.
    pub async fn signing_public_key(&self) -> Result<Vec<u8>> {
        self.require(Grant::SigningKey)?;
        self.world.keys.public_key(&self.world.settings.signing_key).await
    }

    /// Schedules an organization's KMS key to be deleted after so many days (7–30): the time from which backups can't be
    /// read, or `None` where the key is gone already.
    ///
    /// # Errors
    /// Where KMS is away.
    pub async fn end_organization_key(&self, kms_key: &str, days: u8) -> Result<Option<Timestamp>> {
        self.require(Grant::EndKeys)?;
        self.world.keys.schedule_deletion(kms_key, days).await
    }
}
