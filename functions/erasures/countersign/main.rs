//! Starts erasure_countersign.
use functions::erasures::countersign::ErasureCountersign;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ErasureCountersign>().await
}
