//! Starts backup_prune.
use functions::backups::prune::BackupPrune;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start_job::<BackupPrune>().await
}
