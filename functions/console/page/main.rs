//! Starts console_page.
use functions::console::page::ConsolePage;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ConsolePage>().await
}
