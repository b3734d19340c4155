//! Starts job_list.
use functions::jobs::list::JobList;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<JobList>().await
}
