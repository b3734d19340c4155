//! Starts incident_history.
use functions::incidents::history::IncidentHistory;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<IncidentHistory>().await
}
