//! Starts claim_retry_payment.
use functions::claims::retry_payment::ClaimRetryPayment;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ClaimRetryPayment>().await
}
