//! Starts claim_fail_payment.
use functions::claims::fail_payment::ClaimFailPayment;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ClaimFailPayment>().await
}
