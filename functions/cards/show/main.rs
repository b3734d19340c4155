//! Starts card_show.
use functions::cards::show::CardShow;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<CardShow>().await
}
