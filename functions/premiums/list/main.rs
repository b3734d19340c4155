//! Starts premium_list.
use functions::premiums::list::PremiumList;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<PremiumList>().await
}
