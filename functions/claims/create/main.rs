//! Starts claim_create.
use functions::claims::create::ClaimCreate;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ClaimCreate>().await
}
