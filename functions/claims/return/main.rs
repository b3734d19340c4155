//! Starts claim_return.
use functions::claims::r#return::ClaimReturn;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ClaimReturn>().await
}
