//! Starts session_delete.
use functions::sessions::delete::SessionDelete;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<SessionDelete>().await
}
