//! Starts certificate_remind.
use functions::certificates::remind::CertificateRemind;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start_job::<CertificateRemind>().await
}
