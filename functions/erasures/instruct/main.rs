//! Starts erasure_instruct.
use functions::erasures::instruct::ErasureInstruct;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ErasureInstruct>().await
}
