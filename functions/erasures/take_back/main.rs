//! Starts erasure_take_back.
use functions::erasures::take_back::ErasureTakeBack;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ErasureTakeBack>().await
}
