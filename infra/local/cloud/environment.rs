//! What the local cloud tells its functions, in this process and in others.

use crate::options::Options;
use crate::sts::operator_role;
use crate::{apigateway, store};
use shared::adapters::client::Endpoints;
use shared::world::Settings;
use std::net::SocketAddr;

/// What KMS keys are tagged with, here.
pub const APPLICATION: &str = "local";
/// The KMS key that wraps the service's own keys.
pub const SERVICE_KEY: &str = "alias/local-service";
/// The KMS key that signs seals and certificates.
pub const SIGNING_KEY: &str = "alias/local-signing";
/// The bucket of the truststore.
pub const TRUSTSTORE_BUCKET: &str = "truststore";

/// What the functions read of the environment.
pub fn settings([http, https, mtls]: [SocketAddr; 3], options: &Options) -> Settings {
    Settings {
        data_table: format!("{}{}", store::DATA_TABLE, options.table_suffix),
        keys_table: store::KEYS_TABLE.into(),
        service_key: SERVICE_KEY.into(),
        signing_key: SIGNING_KEY.into(),
        documents_bucket: "documents".into(),
        records_bucket: "records".into(),
        truststore_bucket: TRUSTSTORE_BUCKET.into(),
        application: APPLICATION.into(),
        operator_role: operator_role(),
        public_origin: format!("https://{}:{}", apigateway::DOMAIN, https.port()),
        certificate_origin: format!("https://{}:{}", apigateway::DOMAIN, mtls.port()),
        parent_domain: apigateway::DOMAIN.into(),
        plain_origin: Some(format!("http://{}:{}", apigateway::DOMAIN, http.port())),
        mail_from: "ペット保険業務 <no-reply@local.example>".into(),
        mail_abroad: None,
        card_tokens: None,
        support_mail: "support@local.example".into(),
        password_cost: options.password_cost,
    }
}

/// The same as variables, with the emulators' addresses, for function binaries in other processes.
pub fn environment(settings: &Settings, endpoints: &Endpoints) -> Vec<(&'static str, String)> {
    let endpoint = |url: &Option<String>| url.clone().unwrap_or_default();
    vec![
        ("AWS_REGION", "ap-northeast-1".into()),
        ("AWS_ACCESS_KEY_ID", "local".into()),
        ("AWS_SECRET_ACCESS_KEY", "local".into()),
        ("AWS_ENDPOINT_URL_DYNAMODB", endpoint(&endpoints.dynamodb)),
        ("AWS_ENDPOINT_URL_DYNAMODB_BACKUPS", endpoint(&endpoints.dynamodb_backups)),
        ("AWS_ENDPOINT_URL_KMS", endpoint(&endpoints.kms)),
        ("AWS_ENDPOINT_URL_SES", endpoint(&endpoints.ses_tokyo)),
        ("AWS_ENDPOINT_URL_SES_OSAKA", endpoint(&endpoints.ses_osaka)),
        ("AWS_ENDPOINT_URL_S3", endpoint(&endpoints.s3)),
        ("AWS_ENDPOINT_URL_STS", endpoint(&endpoints.sts)),
        ("AWS_ENDPOINT_URL_API_GATEWAY", endpoint(&endpoints.apigateway)),
        ("CARD_GATEWAY_ORIGIN", endpoint(&endpoints.card_gateway)),
        ("DATA_TABLE", settings.data_table.clone()),
        ("KEYS_TABLE", settings.keys_table.clone()),
        ("SERVICE_KEY", settings.service_key.clone()),
        ("SIGNING_KEY", settings.signing_key.clone()),
        ("DOCUMENTS_BUCKET", settings.documents_bucket.clone()),
        ("RECORDS_BUCKET", settings.records_bucket.clone()),
        ("TRUSTSTORE_BUCKET", settings.truststore_bucket.clone()),
        ("APPLICATION", settings.application.clone()),
        ("OPERATOR_ROLE", settings.operator_role.clone()),
        ("PUBLIC_ORIGIN", settings.public_origin.clone()),
        ("CERTIFICATE_ORIGIN", settings.certificate_origin.clone()),
        ("PARENT_DOMAIN", settings.parent_domain.clone()),
        ("PLAIN_ORIGIN", settings.plain_origin.clone().unwrap_or_default()),
        ("MAIL_FROM", settings.mail_from.clone()),
        // Empty where mail stays in Japan, as in the template.
        ("MAIL_ABROAD", settings.mail_abroad.clone().unwrap_or_default()),
        // Empty where no card is registered, as in the template.
        ("CARD_TOKEN_SCRIPT", settings.card_tokens.clone().unwrap_or_default()),
        ("SUPPORT_MAIL", settings.support_mail.clone()),
        ("PASSWORD_MEMORY_KIB", settings.password_cost.memory_kib.to_string()),
        ("PASSWORD_PASSES", settings.password_cost.passes.to_string()),
    ]
}
