//! Starts organization_update.
use functions::organizations::update::OrganizationUpdate;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<OrganizationUpdate>().await
}
