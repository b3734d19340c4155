//! Starts organization_show.
use functions::organizations::show::OrganizationShow;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<OrganizationShow>().await
}
