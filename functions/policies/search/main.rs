//! Starts policy_search.
use functions::policies::search::PolicySearch;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<PolicySearch>().await
}
