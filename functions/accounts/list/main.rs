//! Starts account_list.
use functions::accounts::list::AccountList;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<AccountList>().await
}
