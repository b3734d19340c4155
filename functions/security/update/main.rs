//! Starts security_update.
use functions::security::update::SecurityUpdate;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<SecurityUpdate>().await
}
