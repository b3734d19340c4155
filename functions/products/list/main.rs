//! Starts product_list.
use functions::products::list::ProductList;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ProductList>().await
}
