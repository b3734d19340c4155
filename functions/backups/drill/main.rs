//! Starts backup_drill.
use functions::backups::drill::BackupDrill;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start_job::<BackupDrill>().await
}
