//! Starts product_update.
use functions::products::update::ProductUpdate;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ProductUpdate>().await
}
