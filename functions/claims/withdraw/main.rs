//! Starts claim_withdraw.
use functions::claims::withdraw::ClaimWithdraw;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ClaimWithdraw>().await
}
