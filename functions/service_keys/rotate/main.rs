//! Starts service_key_rotate.
use functions::service_keys::rotate::ServiceKeyRotate;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start_job::<ServiceKeyRotate>().await
}
