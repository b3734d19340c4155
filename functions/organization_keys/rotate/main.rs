//! Starts organization_key_rotate.
use functions::organization_keys::rotate::OrganizationKeyRotate;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<OrganizationKeyRotate>().await
}
