//! Starts certificate_download.
use functions::certificates::download::CertificateDownload;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<CertificateDownload>().await
}
