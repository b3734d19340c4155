//! Starts factor_totp_start.
use functions::second_factors::totp_start::FactorTotpStart;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<FactorTotpStart>().await
}
