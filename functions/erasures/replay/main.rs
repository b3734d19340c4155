//! Starts erasure_replay.
use functions::erasures::replay::ErasureReplay;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start_job::<ErasureReplay>().await
}
