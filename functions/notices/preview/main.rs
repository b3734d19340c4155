//! Starts notice_preview.
use functions::notices::preview::NoticePreview;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<NoticePreview>().await
}
