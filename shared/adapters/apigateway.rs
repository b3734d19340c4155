//! Amazon API Gateway: the custom domain that demands client certificates.

use crate::adapters::client::Aws;
use crate::error::{Error, Result};
use crate::ports::Doors;
use async_trait::async_trait;
use aws_sdk_apigateway::error::ProvideErrorMetadata;
use aws_sdk_apigateway::types::{Op, PatchOperation};
use std::sync::LazyLock;

/// The member of a custom domain that names the version of its truststore.
const TRUSTSTORE_VERSION: &str = "/mutualTlsAuthentication/truststoreVersion";

/// The port to API Gateway. Its client is made at the first call.
pub struct ApiGateway {
    client: LazyLock<aws_sdk_apigateway::Client, Box<dyn FnOnce() -> aws_sdk_apigateway::Client + Send>>,
    domain: String,
}

impl ApiGateway {
    /// A port to the custom domain of this name.
    #[must_use]
    pub fn new(aws: &Aws, domain: String) -> Self {
        let aws = aws.clone();
        Self { client: LazyLock::new(Box::new(move || aws.apigateway())), domain }
    }
}

#[async_trait]
impl Doors for ApiGateway {
    async fn trust(&self, version: &str) -> Result<()> {
        let patch = PatchOperation::builder().op(Op::Replace).path(TRUSTSTORE_VERSION).value(version).build();
        match self.client.update_domain_name().domain_name(&self.domain).patch_operations(patch).send().await {
            Ok(_) => Ok(()),
            // Before the second deploy there is no such domain; made later, it takes the newest version by itself.
            Err(error) if error.code() == Some("NotFoundException") => {
                tracing::warn!(domain = self.domain, "there is no door with client certificates yet");
                Ok(())
            }
            Err(error) => match error.code() {
                Some(code @ ("AccessDeniedException" | "BadRequestException" | "UnauthorizedException")) => {
                    Err(Error::Internal(format!("API Gateway: {code}: {}", error.message().unwrap_or_default())))
                }
                code => Err(Error::Unavailable(format!("API Gateway: {}", code.unwrap_or("no answer")), 60)),
            },
        }
    }
}
