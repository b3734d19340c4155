//! Starts claim_assess.
use functions::claims::assess::ClaimAssess;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ClaimAssess>().await
}
