//! Starts mail_hear.
use functions::mail::hear::MailHear;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<MailHear>().await
}
