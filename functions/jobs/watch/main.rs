//! Starts job_watch.
use functions::jobs::watch::JobWatch;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start_job::<JobWatch>().await
}
