//! Starts claim_assign.
use functions::claims::assign::ClaimAssign;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ClaimAssign>().await
}
