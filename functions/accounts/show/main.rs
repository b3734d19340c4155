//! Starts account_show.
use functions::accounts::show::AccountShow;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<AccountShow>().await
}
