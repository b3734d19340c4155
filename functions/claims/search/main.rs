//! Starts claim_search.
use functions::claims::search::ClaimSearch;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ClaimSearch>().await
}
