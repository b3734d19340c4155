//! Starts notice_read.
use functions::notices::read::NoticeRead;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<NoticeRead>().await
}
