//! Starts claim_record_recovery.
use functions::claims::record_recovery::ClaimRecordRecovery;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ClaimRecordRecovery>().await
}
