//! Starts health_show.
use functions::health::show::HealthShow;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<HealthShow>().await
}
