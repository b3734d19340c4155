//! Clients of AWS, built by hand: the SDK's defaults read the system's root certificates and walk a chain of credential
//! sources, which together cost more of a cold start than all the rest.

use aws_credential_types::Credentials;
use aws_smithy_http_client::{Builder, Connector, tls};
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use std::time::Duration;

/// The roots that AWS's endpoints chain to (www.amazontrust.com/repository), pinned.
const AMAZON_ROOTS: &[u8] = include_bytes!("amazon-roots.pem");

/// Where and as whom to call AWS.
#[derive(Clone)]
pub struct Aws {
    http: SharedHttpClient,
    region: String,
    credentials: Credentials,
    endpoints: Endpoints,
}

/// Other endpoints than AWS's own, for the local cloud and tests.
#[derive(Clone, Debug, Default)]
pub struct Endpoints {
    /// DynamoDB.
    pub dynamodb: Option<String>,
    /// DynamoDB's backups, and the tables made of them; the same as DynamoDB where it isn't named.
    pub dynamodb_backups: Option<String>,
    /// KMS.
    pub kms: Option<String>,
    /// SES in Tokyo.
    pub ses_tokyo: Option<String>,
    /// SES in Osaka.
    pub ses_osaka: Option<String>,
    /// S3.
    pub s3: Option<String>,
    /// STS.
    pub sts: Option<String>,
    /// API Gateway.
    pub apigateway: Option<String>,
    /// The card company.
    pub card_gateway: Option<String>,
}

/// A region that mail goes through, wherever the functions run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailRegion {
    /// Tokyo.
    Tokyo,
    /// Osaka.
    Osaka,
}

impl MailRegion {
    /// As AWS names it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tokyo => "ap-northeast-1",
            Self::Osaka => "ap-northeast-3",
        }
    }
}

// The SDK's crates have each a configuration type of their own, of the same shape.
macro_rules! client {
    ($aws:expr, $sdk:ident, $endpoint:ident) => {{
        let mut config = $sdk::config::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region($sdk::config::Region::new($aws.region.clone()))
            .credentials_provider($aws.credentials.clone())
            .http_client($aws.http.clone())
            .retry_config(retries())
            .timeout_config(timeouts());
        config.set_endpoint_url($aws.endpoints.$endpoint.clone());
        $sdk::Client::from_conf(config.build())
    }};
}

impl Aws {
    /// As Lambda's environment has it: region, credentials, and endpoints if others are named.
    ///
    /// # Errors
    /// The names of what is missing.
    pub fn from_environment(read: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let required = ["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]
            .map(|name| read(name).filter(|value| !value.is_empty()).ok_or(name));
        match required {
            [Ok(region), Ok(key), Ok(secret)] => {
                let credentials = Credentials::new(key, secret, read("AWS_SESSION_TOKEN"), None, "environment");
                let endpoint = |service: &str| read(&format!("AWS_ENDPOINT_URL_{service}")).or_else(|| read("AWS_ENDPOINT_URL"));
                let endpoints = Endpoints {
                    dynamodb: endpoint("DYNAMODB"),
                    dynamodb_backups: endpoint("DYNAMODB_BACKUPS").or_else(|| endpoint("DYNAMODB")),
                    kms: endpoint("KMS"),
                    ses_tokyo: endpoint("SES"),
                    ses_osaka: endpoint("SES_OSAKA"),
                    s3: endpoint("S3"),
                    sts: endpoint("STS"),
                    apigateway: endpoint("API_GATEWAY"),
                    card_gateway: read("CARD_GATEWAY_ORIGIN").filter(|origin| !origin.is_empty()),
                };
                Ok(Self::new(region, credentials, endpoints))
            }
            missing => {
                Err(missing.into_iter().filter_map(Result::err).map(|name| format!("{name} is missing")).collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// With everything given.
    #[must_use]
    pub fn new(region: String, credentials: Credentials, endpoints: Endpoints) -> Self {
        let builder = Builder::new().tls_provider(provider());
        let http = match pinned() {
            Some(context) => builder.tls_context(context).build_https(),
            None => builder.build_https(),
        };
        Self { http, region, credentials, endpoints }
    }

    /// The region.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.region
    }

    /// Where STS of the region answers, without a path.
    #[must_use]
    pub fn sts_origin(&self) -> String {
        let own = || format!("https://sts.{}.amazonaws.com", self.region);
        self.endpoints.sts.as_ref().map_or_else(own, |endpoint| endpoint.trim_end_matches('/').to_owned())
    }

    /// Where the card company answers, where that is named.
    #[must_use]
    pub fn card_gateway(&self) -> Option<&str> {
        self.endpoints.card_gateway.as_deref()
    }

    /// Sends requests to others than AWS: trusts the authorities that the system trusts, since no other names its own.
    #[must_use]
    pub fn public_connector() -> Connector {
        Connector::builder().tls_provider(provider()).build()
    }

    /// Sends requests as they are, unsigned, with the same roots.
    #[must_use]
    pub fn connector(&self) -> Connector {
        let builder = Connector::builder().tls_provider(provider());
        match pinned() {
            Some(context) => builder.tls_context(context).build(),
            None => builder.build(),
        }
    }

    /// API Gateway.
    #[must_use]
    pub fn apigateway(&self) -> aws_sdk_apigateway::Client {
        client!(self, aws_sdk_apigateway, apigateway)
    }

    /// DynamoDB.
    #[must_use]
    pub fn dynamodb(&self) -> aws_sdk_dynamodb::Client {
        client!(self, aws_sdk_dynamodb, dynamodb)
    }

    /// DynamoDB's backups: the embedded store has none, so that somebody else answers for them in the local cloud.
    #[must_use]
    pub fn dynamodb_backups(&self) -> aws_sdk_dynamodb::Client {
        client!(self, aws_sdk_dynamodb, dynamodb_backups)
    }

    /// KMS.
    #[must_use]
    pub fn kms(&self) -> aws_sdk_kms::Client {
        client!(self, aws_sdk_kms, kms)
    }

    /// S3. Names of buckets stand in the path where another endpoint is named: an address has no subdomains.
    #[must_use]
    pub fn s3(&self) -> aws_sdk_s3::Client {
        let config = client!(self, aws_sdk_s3, s3).config().to_builder();
        aws_sdk_s3::Client::from_conf(config.force_path_style(self.endpoints.s3.is_some()).build())
    }

    /// SES of a region. It tries once: mail has retries and a second way of its own, and a try whose answer was lost sends twice.
    #[must_use]
    pub fn ses(&self, region: MailRegion) -> aws_sdk_ses::Client {
        let there = Self { region: region.name().to_owned(), ..self.clone() };
        let client = match region {
            MailRegion::Tokyo => client!(there, aws_sdk_ses, ses_tokyo),
            MailRegion::Osaka => client!(there, aws_sdk_ses, ses_osaka),
        };
        aws_sdk_ses::Client::from_conf(client.config().to_builder().retry_config(RetryConfig::disabled()).build())
    }
}

/// Sends requests to others than AWS as they are, with the roots that the system trusts: those of others aren't ours to pin.
#[must_use]
pub fn system_connector() -> Connector {
    Connector::builder().tls_provider(provider()).build()
}

const fn provider() -> tls::Provider {
    tls::Provider::Rustls(tls::rustls_provider::CryptoMode::AwsLc)
}

// A context of one trust store is always built; without it the system's roots would be read instead.
fn pinned() -> Option<tls::TlsContext> {
    let roots = tls::TrustStore::empty().with_pem_certificate(AMAZON_ROOTS);
    tls::TlsContext::builder().with_trust_store(roots).build().ok()
}

fn retries() -> RetryConfig {
    RetryConfig::standard().with_max_attempts(3)
}

// A function is killed after 15 seconds: better to answer 503 before.
fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder().connect_timeout(Duration::from_secs(2)).operation_timeout(Duration::from_secs(8)).build()
}
