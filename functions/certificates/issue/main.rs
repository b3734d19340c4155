//! Starts certificate_issue.
use functions::certificates::issue::CertificateIssue;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<CertificateIssue>().await
}
