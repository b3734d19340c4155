//! Starts factor_remove.
use functions::second_factors::remove::FactorRemove;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<FactorRemove>().await
}
