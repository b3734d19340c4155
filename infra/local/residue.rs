//! What SQLite keeps of deleted items: free pages, and its log. On AWS nobody can read DynamoDB's disks; here the file is
//! everybody's, so it is rewritten after an erasure.

use crate::Failure;
use rusqlite::Connection;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The jobs after which the file is rewritten.
const ERASING: [&str; 1] = ["erasure_run"];
/// How long the store is waited for while others write.
const BUSY: Duration = Duration::from_secs(30);

/// The store's file, and a mark beside it that outlives a crash: as long as it is there, something may be left in the file.
#[derive(Clone, Debug)]
pub struct Residue {
    file: PathBuf,
    mark: PathBuf,
}

impl Residue {
    /// Of the store in a state directory. What a crash left unfinished is done first.
    ///
    /// # Errors
    /// Where the file can't be rewritten.
    pub fn open(directory: &Path) -> Result<Self, Failure> {
        let residue = Self { file: directory.join("store.sqlite"), mark: directory.join("residue") };
        if residue.mark.exists() {
            residue.wipe()?;
        }
        Ok(residue)
    }

    /// Runs a job; where it erases, rewrites the file afterwards.
    pub async fn after<T>(&self, job: &str, run: impl Future<Output = T>) -> T {
        if !ERASING.contains(&job) {
            return run.await;
        }
        if let Err(error) = crate::durable::replace(&self.mark, b"", crate::durable::OWNER_ONLY) {
            tracing::error!(cause = %error, "the mark of an erasure could not be made");
        }
        let outcome = run.await;
        let residue = self.clone();
        match tokio::task::spawn_blocking(move || residue.wipe()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(cause = %error, "the store's file could not be rewritten: the next start does it"),
            Err(error) => tracing::error!(cause = %error, "the store's file could not be rewritten: the next start does it"),
        }
        outcome
    }

    // The free pages go with the rewriting, the log by being cut to nothing.
    fn wipe(&self) -> Result<(), Failure> {
        let connection = Connection::open(&self.file)?;
        connection.busy_timeout(BUSY)?;
        connection.execute_batch("VACUUM")?;
        let blocked: i64 = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if blocked != 0 {
            return Err("the store's log is in use".into());
        }
        std::fs::remove_file(&self.mark).or_else(|error| if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) })?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn what_was_deleted_is_nowhere_in_the_file_or_its_log() {
        let directory = crate::durable::scratch_directory("residue");
        let file = directory.join("store.sqlite");
        let store = Connection::open(&file).unwrap();
        store.execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE kept (text); INSERT INTO kept VALUES ('山田 太郎')").unwrap();
        let holds = |text: &str| {
            let files = std::fs::read_dir(&directory).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
            files.into_iter().any(|bytes| bytes.windows(text.len()).any(|window| window == text.as_bytes()))
        };
        let residue = Residue::open(&directory).unwrap();
        residue.after("erasure_run", async { store.execute_batch("DELETE FROM kept").unwrap() }).await;
        assert!(!holds("山田 太郎") && !residue.mark.exists());
        store.execute_batch("INSERT INTO kept VALUES ('山田 太郎'); DELETE FROM kept").unwrap();
        assert!(holds("山田 太郎"), "without an erasure it would still be there");
        std::fs::write(&residue.mark, "left by a crash").unwrap();
        Residue::open(&directory).unwrap();
        assert!(!holds("山田 太郎"));
    }
}
