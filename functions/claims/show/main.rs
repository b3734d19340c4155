//! Starts claim_show.
use functions::claims::show::ClaimShow;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ClaimShow>().await
}
