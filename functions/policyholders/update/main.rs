//! Starts policyholder_update.
use functions::policyholders::update::PolicyholderUpdate;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<PolicyholderUpdate>().await
}
