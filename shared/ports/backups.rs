//! Backups of the tables, and the tables that are restored from them.

use super::Table;
use crate::domain::backup::{ItemCount, TableBackupState};
use crate::error::Result;
use crate::key::Store;
use async_trait::async_trait;
use std::sync::Arc;

/// How a restored table stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableState {
    /// There is none.
    Absent,
    /// It is being made, filled or dropped.
    Changing,
    /// It can be read.
    Ready,
}

/// What sets apart the names of tables that are restored for a drill: no other table is ever dropped.
pub const DRILL: &str = "-drill-";

/// Keeps backups of the tables (DynamoDB's on-demand backups).
#[async_trait]
pub trait Backups: Send + Sync {
    /// Has a backup of a table as it is now made under a name, and returns what its keeper calls it.
    async fn create(&self, store: Store, name: &str) -> Result<String>;
    /// The backups of a table that bear this name, oldest first: a run that was cut off doesn't know of the one it made.
    async fn named(&self, store: Store, name: &str) -> Result<Vec<String>>;
    /// How a backup stands, and how many items it says that it holds.
    async fn describe(&self, backup: &str) -> Result<(TableBackupState, Option<ItemCount>)>;
    /// Deletes a backup; one that is gone already is no error.
    async fn delete(&self, backup: &str) -> Result<()>;
    /// Begins to restore a backup into a new table; one that is there already is no error. [`NotFound`](crate::error::Error::NotFound) without the backup.
    async fn restore(&self, backup: &str, table: &str) -> Result<()>;
    /// How a table stands.
    async fn table(&self, table: &str) -> Result<TableState>;
    /// Puts back what a restore leaves out of a table: expiry, stream and tags. Doing it again does no harm.
    async fn equip(&self, store: Store, table: &str) -> Result<()>;
    /// Protects a table that was restored to be used, as the stack's own is: point-in-time recovery, and no deletion by mistake.
    /// Doing it again does no harm.
    async fn protect(&self, table: &str) -> Result<()>;
    /// The stream of a table, where it has one.
    async fn stream(&self, table: &str) -> Result<Option<String>>;
    /// Drops a table that was restored for a drill, and no other; one that is gone already is no error.
    async fn drop_table(&self, table: &str) -> Result<()>;
    /// The port to restored tables: data and keys.
    fn restored(&self, data: &str, keys: &str) -> Arc<dyn Table>;
}
