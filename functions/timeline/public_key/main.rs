//! Starts timeline_public_key.
use functions::timeline::public_key::TimelinePublicKey;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<TimelinePublicKey>().await
}
