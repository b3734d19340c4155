//! Starts erasure_run.
use functions::erasures::run::ErasureRun;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start_job::<ErasureRun>().await
}
