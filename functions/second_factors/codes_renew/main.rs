//! Starts factor_codes_renew.
use functions::second_factors::codes_renew::FactorCodesRenew;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<FactorCodesRenew>().await
}
