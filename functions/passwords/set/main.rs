//! Starts password_set.
use functions::passwords::set::PasswordSet;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<PasswordSet>().await
}
