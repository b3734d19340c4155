//! Starts session_list.
use functions::sessions::list::SessionList;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<SessionList>().await
}
