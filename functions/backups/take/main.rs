//! Starts backup_take.
use functions::backups::take::BackupTake;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start_job::<BackupTake>().await
}
