//! Starts premium_refund.
use functions::premiums::refund::PremiumRefund;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<PremiumRefund>().await
}
