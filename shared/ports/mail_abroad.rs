//! A mail provider whose servers lie outside Japan: for organizations that have consented to it, and for nobody else.

use super::{Mail, Undelivered};
use crate::domain::mail_event::MailEvent;
use crate::domain::time::Timestamp;
use crate::error::Result;
use async_trait::async_trait;
use serde_json::Value;

/// Sends mail through a provider abroad (Mailgun), and reads what it says of mail.
#[async_trait]
pub trait MailAbroad: Send + Sync {
    /// Hands the mail over with the API key; when it returns, the provider has it.
    async fn send(&self, mail: &Mail, key: &[u8], now: Timestamp) -> std::result::Result<(), Undelivered>;

    /// What became of a mail, as the provider tells it; `None` where nothing follows from it.
    ///
    /// # Errors
    /// Where it can't be read.
    fn heard(&self, told: &Value) -> Result<Option<MailEvent>>;
}
