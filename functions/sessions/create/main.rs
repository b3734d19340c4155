//! Starts session_create.
use functions::sessions::create::SessionCreate;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<SessionCreate>().await
}
