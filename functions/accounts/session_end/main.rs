//! Starts account_session_end.
use functions::accounts::session_end::AccountSessionEnd;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<AccountSessionEnd>().await
}
