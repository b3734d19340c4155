//! Starts session_verify.
use functions::sessions::verify::SessionVerify;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<SessionVerify>().await
}
