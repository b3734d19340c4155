//! Starts organization_open.
use functions::organizations::open::OrganizationOpen;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<OrganizationOpen>().await
}
