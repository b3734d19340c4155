//! POST /api/certificates/{id}/download: the certificate's file, once. Not a GET: it takes the file away.

use crate::certificates::{FILE_FIELD, WaitingFile, certificate_key};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::{Change, Companion};
use shared::domain::certificate::{Certificate, file_name};
use shared::domain::id::CertificateId;
use shared::domain::refusal::Refusal;
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::key;
use shared::ports::{Failure, Operation};
use shared::view::View;

/// The endpoint.
pub struct CertificateDownload;

/// Which certificate.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The certificate.
    pub id: CertificateId,
}

/// The file. Without Debug: it holds a private key.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// The file's name: the certificate's, with `_` for what a file's name can't hold.
    pub file_name: String,
    /// The file (PKCS#12) in base64.
    pub content_base64: String,
}

impl Endpoint for CertificateDownload {
    const SPEC: Spec = Spec {
        name: "certificate_download",
        summary: ("クライアント証明書ファイルを一度だけダウンロードする", "Download a client certificate's file, once"),
        method: Method::Post,
        paths: &["/api/certificates/{id}/download"],
        access: Access::Role(Role::Administrator),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        secret_reply: true,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let tenant = caller.tenant()?;
        let (place, file_place) = (certificate_key(tenant, input.id), key::certificate_file(tenant, input.id));
        let batch = view.batch_open(tenant, &[place.clone(), file_place.clone()]).await?;
        let stored = batch.record::<Certificate>(&place)?;
        let downloaded = stored.download()?;
        let waiting: Option<WaitingFile> = batch.item(&file_place)?;
        let waiting = waiting.filter(|waiting| view.now() < waiting.ends_at).ok_or(Refusal::CertificateFileExpired)?;
        let sealed = serde_json::to_value(&waiting.content).map_err(Error::internal)?;
        let content: Option<String> = view.open_value(tenant, &file_place, FILE_FIELD, &sealed).await?;
        let content_base64 = content.ok_or_else(|| Error::internal("a file without a seal"))?;
        let taken = Operation::delete(file_place, Failure::Refused(Refusal::CertificateDownloaded));
        let name = stored.name.get().ok_or_else(|| Error::internal("a certificate is named without being opened"))?;
        Ok(Change::reply(Output { file_name: file_name(name), content_base64 })
            .update(tenant, &stored, &downloaded, Event::CertificateDownloaded)?
            .with(Companion::CertificateFile, taken))
    }
}
