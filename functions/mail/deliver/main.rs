//! Starts mail_deliver.
use functions::mail::deliver::MailDeliver;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start_job::<MailDeliver>().await
}
