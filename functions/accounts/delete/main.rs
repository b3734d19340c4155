//! Starts account_delete.
use functions::accounts::delete::AccountDelete;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<AccountDelete>().await
}
