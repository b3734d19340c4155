//! Starts certificate_issue_first.
use functions::certificates::issue_first::CertificateIssueFirst;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<CertificateIssueFirst>().await
}
