//! Starts policy_show.
use functions::policies::show::PolicyShow;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<PolicyShow>().await
}
