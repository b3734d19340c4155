//! Starts timeline_export.
use functions::timeline::export::TimelineExportCreate;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<TimelineExportCreate>().await
}
