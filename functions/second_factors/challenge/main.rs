//! Starts factor_challenge.
use functions::second_factors::challenge::FactorChallenge;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<FactorChallenge>().await
}
