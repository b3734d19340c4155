//! Starts claim_pay.
use functions::claims::pay::ClaimPay;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ClaimPay>().await
}
