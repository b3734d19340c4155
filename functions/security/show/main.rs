//! Starts security_show.
use functions::security::show::SecurityShow;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<SecurityShow>().await
}
