//! Starts notice_draft.
use functions::notices::draft::NoticeDraftWrite;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<NoticeDraftWrite>().await
}
