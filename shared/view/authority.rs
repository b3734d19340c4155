//! The authority of client certificates, and the truststore of the door that demands them.

use super::View;
use crate::authority::{Authorities, Authority, bytes};
use crate::endpoint::Grant;
use crate::error::{Error, Result};
use crate::key;
use crate::ports::{Bucket, Context, Secret};
use crate::world::CERTIFICATE_AUTHORITY;

/// The name of the truststore in its bucket.
pub const TRUSTSTORE: &str = "truststore.pem";

impl View<'_> {
    /// The authority that issues client certificates, and its private key (PKCS#8).
    ///
    /// # Errors
    /// [`Error::Unavailable`] before the first one was published, or where KMS is away.
    pub async fn issuing_authority(&self) -> Result<(Authority, Secret)> {
        self.require(Grant::IssueCertificates)?;
        let place = key::service_key(CERTIFICATE_AUTHORITY);
        let authorities: Option<Authorities> = self.batch(std::slice::from_ref(&place)).await?.item(&place)?;
        let authority = authorities.as_ref().and_then(Authorities::issuing).cloned();
        let authority = authority.ok_or_else(|| Error::Unavailable("no authority yet: truststore_publish makes it".into(), 5))?;
        let wrapped = bytes(&authority.wrapped)?;
        let secret = self.world.keys.unwrap(&authority.kms_key, Context::Service(CERTIFICATE_AUTHORITY), &wrapped).await?;
        Ok((authority, secret))
    }

    /// Writes the truststore and points the door at its new version. Safe to do again after a crash in between.
    ///
    /// # Errors
    /// Where S3 or the door's keeper is away.
    pub async fn publish_truststore(&self, pem: &str) -> Result<()> {
        self.require(Grant::PublishTruststore)?;
        let bytes = pem.as_bytes().to_vec();
        let version = self.world.documents.put(Bucket::Truststore, TRUSTSTORE, "application/x-pem-file", bytes).await?;
        let version = version.ok_or_else(|| Error::internal("the truststore's bucket keeps no versions"))?;
        self.world.doors.trust(&version).await
    }
}
