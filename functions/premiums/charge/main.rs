//! Starts premium_charge.
use functions::premiums::charge::PremiumCharge;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start_job::<PremiumCharge>().await
}
