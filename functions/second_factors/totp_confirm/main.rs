//! Starts factor_totp_confirm.
use functions::second_factors::totp_confirm::FactorTotpConfirm;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<FactorTotpConfirm>().await
}
