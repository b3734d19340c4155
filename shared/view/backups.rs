//! Backups of the tables, and the tables restored for a drill or to be used. None of it is part of a commit: a job records its intent before.

use super::{Restored, View};
use crate::domain::backup::{ItemCount, RESTORED, RestoreRun, TableBackupState, stack_table};
use crate::endpoint::Grant;
use crate::error::{Error, Result};
use crate::key::Store;
use crate::ports::{DRILL, Operation, TableState};
use std::sync::Arc;

impl View<'_> {
    /// Whether the data table in use was made by a restore: what was done outside after its backup may be unknown to it.
    #[must_use]
    pub fn is_restored(&self) -> bool {
        let table = &self.settings().data_table;
        stack_table(table) != table
    }

    /// The backup of a table that bears this name: made now, unless a run that was cut off made it.
    ///
    /// # Errors
    /// Where the keeper of backups is away.
    pub async fn take_backup(&self, store: Store, name: &str) -> Result<String> {
        self.require(Grant::TakeBackups)?;
        match self.world.backups.named(store, name).await?.into_iter().next() {
            Some(made) => Ok(made),
            None => self.world.backups.create(store, name).await,
        }
    }

    /// How a backup stands, and how many items it says that it holds.
    ///
    /// # Errors
    /// Where the keeper of backups is away.
    pub async fn describe_backup(&self, backup: &str) -> Result<(TableBackupState, Option<ItemCount>)> {
        if !self.has(Grant::TakeBackups) {
            self.require(Grant::PruneBackups)?;
        }
        self.world.backups.describe(backup).await
    }

    /// Deletes every backup of a table that bears this name, and the one that is recorded.
    ///
    /// # Errors
    /// Where the keeper of backups is away, or one of them is still being made.
    pub async fn delete_backups(&self, store: Store, name: &str, recorded: Option<&str>) -> Result<()> {
        self.require(Grant::PruneBackups)?;
        let mut backups = self.world.backups.named(store, name).await?;
        backups.extend(recorded.filter(|recorded| !backups.iter().any(|backup| backup == recorded)).map(str::to_owned));
        for backup in backups {
            self.world.backups.delete(&backup).await?;
        }
        Ok(())
    }

    fn beside(&self, store: Store, suffix: &str) -> String {
        let settings = self.settings();
        let in_use = match store {
            Store::Data => &settings.data_table,
            Store::Keys => &settings.keys_table,
        };
        format!("{}{suffix}", stack_table(in_use))
    }

    fn drill_table(&self, store: Store, drill: &str) -> String {
        self.beside(store, &format!("{DRILL}{drill}"))
    }

    // The table in use is one that a restore made where it was switched to: no other restore ever writes into it.
    fn restored_table(&self, run: &RestoreRun) -> Result<String> {
        self.require(Grant::RestoreBackups)?;
        let table = self.beside(Store::Data, &run.table_suffix);
        if !run.table_suffix.starts_with(RESTORED) || table == self.settings().data_table {
            return Err(Error::Internal(format!("{table} is no table that a restore may write into")));
        }
        Ok(table)
    }

    async fn restore_into(&self, backup: &str, table: &str) -> Result<TableState> {
        match self.world.backups.table(table).await? {
            TableState::Absent => self.world.backups.restore(backup, table).await.map(|()| TableState::Changing),
            state => Ok(state),
        }
    }

    fn restored_in(&self, data: &str) -> Restored {
        Restored::new(self.world.backups.restored(data, &self.settings().keys_table), Arc::clone(&self.world.keys))
    }

    /// Has a backup restored into a table of a drill, and says how that table stands.
    ///
    /// # Errors
    /// [`NotFound`](crate::error::Error::NotFound) where the backup is gone; where the keeper of backups is away.
    pub async fn restore_for_drill(&self, backup: &str, store: Store, drill: &str) -> Result<TableState> {
        self.require(Grant::DrillBackups)?;
        self.restore_into(backup, &self.drill_table(store, drill)).await
    }

    /// Drops a table of a drill, and says how it stands.
    ///
    /// # Errors
    /// Where the keeper of backups is away.
    pub async fn drop_for_drill(&self, store: Store, drill: &str) -> Result<TableState> {
        self.require(Grant::DrillBackups)?;
        let table = self.drill_table(store, drill);
        match self.world.backups.table(&table).await? {
            TableState::Ready => self.world.backups.drop_table(&table).await?,
            state => return Ok(state),
        }
        self.world.backups.table(&table).await
    }

    /// Puts back what a restore leaves out of a drill's table.
    ///
    /// # Errors
    /// Where the keeper of backups is away.
    pub async fn equip_for_drill(&self, store: Store, drill: &str) -> Result<()> {
        self.require(Grant::DrillBackups)?;
        self.world.backups.equip(store, &self.drill_table(store, drill)).await
    }

    /// The table of a drill, to be read with the keys in use: they hold every version that a backup was sealed under.
    ///
    /// # Errors
    /// [`Internal`](crate::error::Error::Internal) without the grant.
    pub fn restored_for_drill(&self, drill: &str) -> Result<Restored> {
        self.require(Grant::DrillBackups)?;
        Ok(self.restored_in(&self.drill_table(Store::Data, drill)))
    }

    /// Has a backup restored into the table of a restore, and says how that table stands.
    ///
    /// # Errors
    /// [`NotFound`](crate::error::Error::NotFound) where the backup is gone; where the keeper of backups is away.
    pub async fn restore_backup(&self, backup: &str, run: &RestoreRun) -> Result<TableState> {
        self.restore_into(backup, &self.restored_table(run)?).await
    }

    /// How the table of a restore stands.
    ///
    /// # Errors
    /// Where the keeper of backups is away.
    pub async fn restored_state(&self, run: &RestoreRun) -> Result<TableState> {
        self.world.backups.table(&self.restored_table(run)?).await
    }

    /// Puts back what a restore leaves out, and protects the table as the stack's own is: the label of the table's stream when all of it is done,
    /// `None` while the table is still changing.
    ///
    /// # Errors
    /// Where the keeper of backups is away.
    pub async fn equip_restored(&self, run: &RestoreRun) -> Result<Option<String>> {
        let (table, backups) = (self.restored_table(run)?, &self.world.backups);
        if backups.table(&table).await? != TableState::Ready {
            return Ok(None);
        }
        backups.equip(Store::Data, &table).await?;
        if backups.table(&table).await? != TableState::Ready {
            return Ok(None);
        }
        backups.protect(&table).await?;
        let stream = backups.stream(&table).await?;
        Ok(stream.and_then(|stream| stream.rsplit_once("/stream/").map(|(_, label)| label.to_owned())))
    }

    /// The table of a restore, to be read with the keys in use and mended.
    ///
    /// # Errors
    /// [`Internal`](crate::error::Error::Internal) without the grant, or where it is the table in use.
    pub fn restored(&self, run: &RestoreRun) -> Result<Restored> {
        Ok(self.restored_in(&self.restored_table(run)?))
    }

    /// Mends the table of a restore, all of it or nothing. That isn't a commit: nobody uses that table yet.
    ///
    /// # Errors
    /// [`Conflict`](crate::error::Error::Conflict) where it was mended meanwhile; where the store is away.
    pub async fn mend(&self, run: &RestoreRun, operations: &[Operation]) -> Result<()> {
        self.restored(run)?.write(operations).await
    }
}
