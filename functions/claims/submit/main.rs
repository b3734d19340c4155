//! Starts claim_submit.
use functions::claims::submit::ClaimSubmit;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ClaimSubmit>().await
}
