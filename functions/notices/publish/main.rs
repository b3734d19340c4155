//! Starts notice_publish.
use functions::notices::publish::NoticePublish;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<NoticePublish>().await
}
