//! Amazon SES, in Tokyo and Osaka.

use crate::adapters::client::{Aws, MailRegion};
use crate::adapters::mail_route::Regions;
use crate::domain::mail_delivery::MailFailure;
use crate::domain::time::Timestamp;
use crate::error::{Error, Result};
use crate::ports::{Mail, Mailer, Undelivered};
use async_trait::async_trait;
use aws_sdk_ses::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_ses::operation::send_raw_email::SendRawEmailError;
use aws_sdk_ses::primitives::Blob;
use aws_sdk_ses::types::RawMessage;
use mail_builder::MessageBuilder;
use mail_builder::headers::raw::Raw;
use std::sync::LazyLock;

/// The port to SES. Its client is made at the first mail.
pub struct Ses {
    client: LazyLock<aws_sdk_ses::Client, Box<dyn FnOnce() -> aws_sdk_ses::Client + Send>>,
    from: String,
}

impl Ses {
    /// A port to a region, with the sender of every mail.
    #[must_use]
    pub fn new(aws: &Aws, region: MailRegion, from: String) -> Self {
        let aws = aws.clone();
        Self { client: LazyLock::new(Box::new(move || aws.ses(region))), from }
    }
}

/// Tokyo, and Osaka while Tokyo is down.
#[must_use]
pub fn regions(aws: &Aws, from: &str) -> Regions<Ses> {
    let [tokyo, osaka] = [MailRegion::Tokyo, MailRegion::Osaka].map(|region| Ses::new(aws, region, from.to_owned()));
    Regions::new(tokyo, osaka)
}

/// The mail as RFC 5322 and MIME have it: both parts in UTF-8, the date in Japan Standard Time.
///
/// # Errors
/// Where it can't be written.
pub fn message(mail: &Mail, from: &str, now: Timestamp) -> Result<Vec<u8>> {
    // As raw text: the builder's own date knows no other zone than UTC.
    let date = Raw::new(now.to_rfc2822());
    let (name, address) = sender(from);
    MessageBuilder::new()
        .from((name.to_owned(), address.to_owned()))
        .to(mail.to.as_str())
        .subject(mail.subject.as_str())
        .message_id(mail.message_id.as_str())
        // SES puts a Message-ID of its own over ours; by this a mail that was sent twice is still known as one.
        .header("X-Entity-Ref-ID", Raw::new(mail.message_id.as_str()))
        .header("Date", date)
        .text_body(mail.text.as_str())
        .html_body(mail.html.as_str())
        .write_to_vec()
        .map_err(Error::internal)
}

// `Name <address>` or an address alone.
fn sender(from: &str) -> (&str, &str) {
    match from.split_once('<') {
        Some((name, address)) => (name.trim(), address.trim_end_matches('>').trim()),
        None => ("", from.trim()),
    }
}

#[async_trait]
impl Mailer for Ses {
    async fn send(&self, mail: &Mail, now: Timestamp) -> std::result::Result<(), Undelivered> {
        let unwritable = |error: Error| Undelivered {
            failure: MailFailure::ProviderRefused,
            cause: error.cause().unwrap_or_else(|| error.code()).to_owned(),
            retry_after_seconds: None,
        };
        let raw = message(mail, &self.from, now).map_err(unwritable)?;
        let raw = RawMessage::builder().data(Blob::new(raw)).build().map_err(|error| unwritable(Error::internal(error)))?;
        // The envelope's sender is an address alone: SES takes no name in Japanese there. The readable one stands in the message.
        let sent = self.client.send_raw_email().source(sender(&self.from).1).destinations(&mail.to).raw_message(raw).send().await;
        sent.map(|_| ()).map_err(|error| undelivered(&error))
    }
}

fn undelivered(error: &SdkError<SendRawEmailError>) -> Undelivered {
    let status = error.raw_response().map(|response| response.status().as_u16());
    let failure = match (status, error.code()) {
        (None, _) if matches!(error, SdkError::ConstructionFailure(_)) => MailFailure::ProviderRefused,
        (None, _) => MailFailure::ProviderUnreachable,
        (_, Some("Throttling" | "ThrottlingException" | "TooManyRequestsException")) | (Some(429), _) => MailFailure::ProviderThrottled,
        (Some(status), _) if status < 500 && matches!(error, SdkError::ServiceError(_)) => MailFailure::ProviderRefused,
        // An answer that can't be read may have followed a mail that was taken.
        _ => MailFailure::ProviderFault,
    };
    Undelivered { failure, cause: format!("SES: {}", error.code().unwrap_or("no answer")), retry_after_seconds: None }
}
