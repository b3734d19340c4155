//! Starts policyholder_search.
use functions::policyholders::search::PolicyholderSearch;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<PolicyholderSearch>().await
}
