//! GET /api/timeline/public-key: what seals and exports of the timeline are verified with. To be kept outside the service.

use proof::Digest;
use proof::signature::{key_id, pem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::Change;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct TimelinePublicKey;

/// Nothing is asked.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

/// The public key.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// What names it: the SHA-256 of its SubjectPublicKeyInfo in DER.
    pub key: Digest,
    /// ECDSA over P-256 with SHA-256.
    pub algorithm: &'static str,
    /// The key in PEM (RFC 7468).
    pub pem: String,
}

impl Endpoint for TimelinePublicKey {
    const SPEC: Spec = Spec {
        name: "timeline_public_key",
        summary: ("タイムラインの検証に使う公開鍵を表示する", "Show the public key that the timeline is verified with"),
        paths: &["/api/timeline/public-key"],
        access: Access::SignedIn,
        grants: &[Grant::Read, Grant::SigningKey],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(_: &Caller, _: Input, view: &View<'_>) -> Result<Change<Output>> {
        let der = view.signing_public_key().await?;
        Ok(Change::reply(Output { key: key_id(&der), algorithm: "ECDSA_P256_SHA256", pem: pem(&der) }))
    }
}
