//! Starts claim_reopen.
use functions::claims::reopen::ClaimReopen;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ClaimReopen>().await
}
