//! Starts mail_event.
use functions::mail::event::MailEventHear;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::sns::start_listener::<MailEventHear>().await
}
