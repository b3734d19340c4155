//! Starts data_key_rotate.
use functions::data_keys::rotate::DataKeyRotate;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start_job::<DataKeyRotate>().await
}
