//! Starts me_show.
use functions::me::show::MeShow;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<MeShow>().await
}
