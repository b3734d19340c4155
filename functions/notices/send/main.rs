//! Starts notice_send.
use functions::notices::send::NoticeSend;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start_job::<NoticeSend>().await
}
