//! Starts claim_approve.
use functions::claims::approve::ClaimApprove;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ClaimApprove>().await
}
