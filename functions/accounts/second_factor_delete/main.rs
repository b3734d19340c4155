//! Starts account_second_factor_delete.
use functions::accounts::second_factor_delete::AccountSecondFactorDelete;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<AccountSecondFactorDelete>().await
}
