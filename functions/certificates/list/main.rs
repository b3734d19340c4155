//! Starts certificate_list.
use functions::certificates::list::CertificateList;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<CertificateList>().await
}
