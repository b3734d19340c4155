//! Starts disclosure_reveal.
use functions::disclosures::reveal::DisclosureReveal;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start_job::<DisclosureReveal>().await
}
