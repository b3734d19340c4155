//! Starts organization_mail_consent.
use functions::organizations::mail_consent::OrganizationMailConsent;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<OrganizationMailConsent>().await
}
