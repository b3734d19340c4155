//! Starts account_update.
use functions::accounts::update::AccountUpdate;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<AccountUpdate>().await
}
