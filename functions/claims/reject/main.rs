//! Starts claim_reject.
use functions::claims::reject::ClaimReject;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ClaimReject>().await
}
