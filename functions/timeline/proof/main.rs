//! Starts timeline_proof.
use functions::timeline::proof::TimelineProof;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<TimelineProof>().await
}
