//! Starts account_reinvite.
use functions::accounts::reinvite::AccountReinvite;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<AccountReinvite>().await
}
