//! Starts disclosure_export.
use functions::disclosures::export::DisclosureExport;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<DisclosureExport>().await
}
