//! Starts timeline_seal_list.
use functions::timeline::seals::TimelineSealList;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<TimelineSealList>().await
}
