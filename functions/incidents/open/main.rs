//! Starts incident_open.
use functions::incidents::open::IncidentOpen;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<IncidentOpen>().await
}
