//! Starts retention_sweep.
use functions::retention::sweep::RetentionSweep;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start_job::<RetentionSweep>().await
}
