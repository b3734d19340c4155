//! mail_keys_set: keeps the keys of the mail provider abroad, wrapped by KMS, in place of those before. Functions that are running
//! take them up within five minutes. For operators, through IAM.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::{Change, Technical};
use shared::domain::provider_secret::ProviderSecret;
use shared::domain::time::{Timestamp, rfc3339};
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::view::View;

/// The function.
pub struct MailKeysSet;

/// The keys, as the provider shows them.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// APIキー: for sending from our domain, and nothing else where the provider has such keys.
    pub api_key: ProviderSecret,
    /// 配信通知の署名鍵: under which the provider signs what it tells of mail.
    pub signing_key: ProviderSecret,
}

/// That they are kept.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// Since when.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub kept_at: Timestamp,
}

impl Endpoint for MailKeysSet {
    const SPEC: Spec = Spec {
        name: "mail_keys_set",
        summary: ("国外のメール送信事業者の鍵を保管する(運営者)", "Keep the keys of the mail provider abroad (operator)"),
        method: Method::Post,
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write, Grant::KeepMailKeys],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(_: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let kept = view.keep_mail_abroad_keys(&input.api_key, &input.signing_key).await?;
        let change = Change::reply(Output { kept_at: view.now() });
        Ok(kept.into_iter().fold(change, |change, operation| change.technical(Technical::ServiceKeys, operation)))
    }
}
