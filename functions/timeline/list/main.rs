//! Starts timeline_list.
use functions::timeline::list::TimelineList;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<TimelineList>().await
}
