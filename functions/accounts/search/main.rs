//! Starts account_search.
use functions::accounts::search::AccountSearch;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<AccountSearch>().await
}
