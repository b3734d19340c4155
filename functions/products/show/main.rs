//! Starts product_show.
use functions::products::show::ProductShow;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ProductShow>().await
}
