//! Starts password_reset_request.
use functions::passwords::reset::PasswordResetRequest;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<PasswordResetRequest>().await
}
