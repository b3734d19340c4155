//! Starts claim_assign_many.
use functions::claims::assign_many::ClaimAssignMany;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ClaimAssignMany>().await
}
