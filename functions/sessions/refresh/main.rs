//! Starts session_refresh.
use functions::sessions::refresh::SessionRefresh;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<SessionRefresh>().await
}
