//! Starts factor_passkey_add.
use functions::second_factors::passkey_add::FactorPasskeyAdd;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<FactorPasskeyAdd>().await
}
