//! Starts card_merchant_set.
use functions::cards::merchant_set::CardMerchantSet;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<CardMerchantSet>().await
}
