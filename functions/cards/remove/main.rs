//! Starts card_remove.
use functions::cards::remove::CardRemove;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<CardRemove>().await
}
