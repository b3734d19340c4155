//! Starts timeline_seal.
use functions::timeline::seal::TimelineSeal;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start_job::<TimelineSeal>().await
}
