//! Starts truststore_publish.
use functions::truststore::publish::TruststorePublish;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start_job::<TruststorePublish>().await
}
