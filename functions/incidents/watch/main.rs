//! Starts incident_watch.
use functions::incidents::watch::IncidentWatch;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start_job::<IncidentWatch>().await
}
