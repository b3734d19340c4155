//! Starts incident_leak.
use functions::incidents::leak::IncidentLeak;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<IncidentLeak>().await
}
