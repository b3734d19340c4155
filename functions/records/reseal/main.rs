//! Starts record_reseal.
use functions::records::reseal::RecordReseal;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start_job::<RecordReseal>().await
}
