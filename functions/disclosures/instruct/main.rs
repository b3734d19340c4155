//! Starts disclosure_instruct.
use functions::disclosures::instruct::DisclosureInstruct;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<DisclosureInstruct>().await
}
