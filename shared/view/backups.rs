//! Backups of the tables, and the tables restored for a drill. None of it is part of a commit: a job records its intent before.

use super::{Restored, View};
use crate::domain::backup::{ItemCount, TableBackupState};
use crate::endpoint::Grant;
use crate::error::Result;
use crate::key::Store;
use crate::ports::{DRILL, TableState};
use std::sync::Arc;

impl View<'_> {
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

    fn drill_table(&self, store: Store, drill: &str) -> String {
        let settings = self.settings();
        let table = match store {
            Store::Data => &settings.data_table,
            Store::Keys => &settings.keys_table,
        };
        format!("{table}{DRILL}{drill}")
    }

    /// Has a backup restored into a table of a drill, and says how that table stands.
    ///
    /// # Errors
    /// [`NotFound`](crate::error::Error::NotFound) where the backup is gone; where the keeper of backups is away.
    pub async fn restore_for_drill(&self, backup: &str, store: Store, drill: &str) -> Result<TableState> {
        self.require(Grant::DrillBackups)?;
        let table = self.drill_table(store, drill);
        match self.world.backups.table(&table).await? {
            TableState::Absent => self.world.backups.restore(backup, &table).await.map(|()| TableState::Changing),
            state => Ok(state),
        }
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
        let data = self.drill_table(Store::Data, drill);
        Ok(Restored::new(self.world.backups.restored(&data, &self.settings().keys_table), Arc::clone(&self.world.keys)))
    }
}
