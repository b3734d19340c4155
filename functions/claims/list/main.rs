//! Starts claim_list.
use functions::claims::list::ClaimList;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ClaimList>().await
}
