//! Starts password_change.
use functions::passwords::change::PasswordChange;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<PasswordChange>().await
}
