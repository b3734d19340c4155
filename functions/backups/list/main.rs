//! Starts backup_list.
use functions::backups::list::BackupList;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<BackupList>().await
}
