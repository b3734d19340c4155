//! Starts claim_extend_due.
use functions::claims::extend_due::ClaimExtendDue;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ClaimExtendDue>().await
}
