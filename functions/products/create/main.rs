//! Starts product_create.
use functions::products::create::ProductCreate;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ProductCreate>().await
}
