//! Starts clock_check.
use functions::clock::check::ClockCheck;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start_job::<ClockCheck>().await
}
