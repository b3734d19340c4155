//! Starts policyholder_create.
use functions::policyholders::create::PolicyholderCreate;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<PolicyholderCreate>().await
}
