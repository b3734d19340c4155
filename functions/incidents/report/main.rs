//! Starts incident_report.
use functions::incidents::report::IncidentReportCreate;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<IncidentReportCreate>().await
}
