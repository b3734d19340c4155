//! Starts mail_list.
use functions::mail::list::MailList;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<MailList>().await
}
