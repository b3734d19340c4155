//! Starts mail_keys_set.
use functions::mail::keys_set::MailKeysSet;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<MailKeysSet>().await
}
