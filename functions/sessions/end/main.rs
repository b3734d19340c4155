//! Starts session_end.
use functions::sessions::end::SessionEnd;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<SessionEnd>().await
}
