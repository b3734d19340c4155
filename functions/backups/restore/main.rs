//! Starts backup_restore.
use functions::backups::restore::BackupRestore;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<BackupRestore>().await
}
