//! Starts account_suppression_lift.
use functions::accounts::suppression_lift::AccountSuppressionLift;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<AccountSuppressionLift>().await
}
