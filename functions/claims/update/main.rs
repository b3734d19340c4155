//! Starts claim_update.
use functions::claims::update::ClaimUpdate;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ClaimUpdate>().await
}
