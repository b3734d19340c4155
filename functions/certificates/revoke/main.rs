//! Starts certificate_revoke.
use functions::certificates::revoke::CertificateRevoke;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<CertificateRevoke>().await
}
