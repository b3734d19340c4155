//! Starts card_page.
use functions::pages::card::CardPage;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<CardPage>().await
}
