//! Starts policy_list.
use functions::policies::list::PolicyList;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<PolicyList>().await
}
