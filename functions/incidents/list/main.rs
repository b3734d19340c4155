//! Starts incident_list.
use functions::incidents::list::IncidentList;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<IncidentList>().await
}
