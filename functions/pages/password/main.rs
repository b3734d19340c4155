//! Starts password_page.
use functions::pages::password::PasswordPage;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<PasswordPage>().await
}
