//! Starts record_timeline.
use functions::timeline::record::RecordTimeline;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<RecordTimeline>().await
}
