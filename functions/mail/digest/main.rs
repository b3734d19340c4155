//! Starts mail_digest.
use functions::mail::digest::MailDigest;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start_job::<MailDigest>().await
}
