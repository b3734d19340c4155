//! Starts policyholder_show.
use functions::policyholders::show::PolicyholderShow;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<PolicyholderShow>().await
}
