//! Starts policyholder_list.
use functions::policyholders::list::PolicyholderList;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<PolicyholderList>().await
}
