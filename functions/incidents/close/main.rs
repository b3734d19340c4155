//! Starts incident_close.
use functions::incidents::close::IncidentClose;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<IncidentClose>().await
}
