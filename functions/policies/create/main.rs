//! Starts policy_create.
use functions::policies::create::PolicyCreate;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<PolicyCreate>().await
}
