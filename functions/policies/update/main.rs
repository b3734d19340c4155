//! Starts policy_update.
use functions::policies::update::PolicyUpdate;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<PolicyUpdate>().await
}
