//! Amazon DynamoDB's on-demand backups, and the tables that are restored from them.

use crate::adapters::client::Aws;
use crate::adapters::dynamodb::DynamoDb;
use crate::domain::backup::{ItemCount, TableBackupState, stack_table};
use crate::error::{Error, Result};
use crate::key::Store;
use crate::ports::{Backups, DRILL, Table, TableState};
use async_trait::async_trait;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::types::{
    BackupStatus, BackupTypeFilter, PointInTimeRecoverySpecification, PointInTimeRecoveryStatus, StreamSpecification, StreamViewType,
    TableStatus, Tag, TimeToLiveSpecification, TimeToLiveStatus,
};
use std::sync::{Arc, LazyLock};

/// How many pages of a table's backups are looked at: a hundred each.
const PAGES: u32 = 50;

type MadeLate = LazyLock<aws_sdk_dynamodb::Client, Box<dyn FnOnce() -> aws_sdk_dynamodb::Client + Send>>;

/// The port to DynamoDB's backups. Its clients are made at the first call.
pub struct DynamoDbBackups {
    keeper: MadeLate,
    aws: Aws,
    data: String,
    keys: String,
    counts_exactly: bool,
}

impl DynamoDbBackups {
    /// A port over the names of the two tables.
    #[must_use]
    pub fn new(aws: &Aws, data: String, keys: String) -> Self {
        let keeper = aws.clone();
        Self { keeper: LazyLock::new(Box::new(move || keeper.dynamodb_backups())), aws: aws.clone(), data, keys, counts_exactly: false }
    }

    /// For a keeper that counts each backup's own items. DynamoDB says how many the table had some hours before.
    #[must_use]
    pub fn counting_exactly(self) -> Self {
        Self { counts_exactly: true, ..self }
    }

    fn name(&self, store: Store) -> &str {
        match store {
            Store::Data => &self.data,
            Store::Keys => &self.keys,
        }
    }

    fn is_of_a_drill(&self, table: &str) -> bool {
        let owns = [stack_table(&self.data), stack_table(&self.keys)];
        owns.into_iter().any(|own| table.strip_prefix(own).is_some_and(|rest| rest.starts_with(DRILL)))
    }
}

// Tables are asked for themselves, not through the keeper of backups.
impl DynamoDbBackups {
    async fn expire(&self, table: &str) -> Result<()> {
        let client = self.aws.dynamodb();
        let found = client.describe_time_to_live().table_name(table).send().await.map_err(|error| failure(&error))?;
        let status = found.time_to_live_description.and_then(|description| description.time_to_live_status);
        if matches!(status, Some(TimeToLiveStatus::Enabled | TimeToLiveStatus::Enabling)) {
            return Ok(());
        }
        let expiry = TimeToLiveSpecification::builder().attribute_name("ttl").enabled(true).build().map_err(Error::internal)?;
        client.update_time_to_live().table_name(table).time_to_live_specification(expiry).send().await.map_err(|error| failure(&error))?;
        Ok(())
    }

    async fn follow(&self, table: &str) -> Result<()> {
        let client = self.aws.dynamodb();
        let found = client.describe_table().table_name(table).send().await.map_err(|error| failure(&error))?;
        if found.table.and_then(|table| table.stream_specification).is_some_and(|stream| stream.stream_enabled) {
            return Ok(());
        }
        let stream = StreamSpecification::builder().stream_enabled(true).stream_view_type(StreamViewType::NewImage);
        let stream = stream.build().map_err(Error::internal)?;
        client.update_table().table_name(table).stream_specification(stream).send().await.map_err(|error| failure(&error))?;
        Ok(())
    }

    async fn forbid_deletion(&self, table: &str) -> Result<()> {
        let client = self.aws.dynamodb();
        let found = client.describe_table().table_name(table).send().await.map_err(|error| failure(&error))?;
        if found.table.and_then(|table| table.deletion_protection_enabled) == Some(true) {
            return Ok(());
        }
        client.update_table().table_name(table).deletion_protection_enabled(true).send().await.map_err(|error| failure(&error))?;
        Ok(())
    }

    async fn keep_every_point_in_time(&self, table: &str) -> Result<()> {
        let found = self.keeper.describe_continuous_backups().table_name(table).send().await.map_err(|error| failure(&error))?;
        let kept = found.continuous_backups_description.and_then(|found| found.point_in_time_recovery_description);
        if kept.and_then(|kept| kept.point_in_time_recovery_status) == Some(PointInTimeRecoveryStatus::Enabled) {
            return Ok(());
        }
        let enabled = PointInTimeRecoverySpecification::builder().point_in_time_recovery_enabled(true).build().map_err(Error::internal)?;
        let request = self.keeper.update_continuous_backups().table_name(table).point_in_time_recovery_specification(enabled);
        request.send().await.map_err(|error| failure(&error))?;
        Ok(())
    }

    // The tags that its own table has. Those that AWS gives itself can't be set.
    async fn tag(&self, from: &str, to: &str) -> Result<()> {
        let client = self.aws.dynamodb();
        let arn = async |table: &str| {
            let found = client.describe_table().table_name(table).send().await.map_err(|error| failure(&error))?;
            found.table.and_then(|table| table.table_arn).ok_or_else(|| Error::internal("a table without a name"))
        };
        let found = client.list_tags_of_resource().resource_arn(arn(from).await?).send().await.map_err(|error| failure(&error))?;
        let tags: Vec<Tag> = found.tags.unwrap_or_default().into_iter().filter(|tag| !tag.key.starts_with("aws:")).collect();
        if !tags.is_empty() {
            let request = client.tag_resource().resource_arn(arn(to).await?).set_tags(Some(tags));
            request.send().await.map_err(|error| failure(&error))?;
        }
        Ok(())
    }
}

fn failure<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> Error {
    match error.code() {
        Some(code @ ("ValidationException" | "AccessDeniedException" | "TableNotFoundException")) => {
            Error::Internal(format!("DynamoDB: {code}: {}", error.message().unwrap_or_default()))
        }
        code => Error::Unavailable(format!("DynamoDB: {}", code.unwrap_or("no answer")), 60),
    }
}

#[async_trait]
impl Backups for DynamoDbBackups {
    async fn create(&self, store: Store, name: &str) -> Result<String> {
        let made = self.keeper.create_backup().table_name(self.name(store)).backup_name(name).send().await;
        let made = made.map_err(|error| failure(&error))?.backup_details;
        made.map(|details| details.backup_arn).ok_or_else(|| Error::internal("a backup without a name"))
    }

    async fn named(&self, store: Store, name: &str) -> Result<Vec<String>> {
        let (mut found, mut after) = (Vec::new(), None);
        for _ in 0..PAGES {
            let request = self.keeper.list_backups().table_name(self.name(store)).backup_type(BackupTypeFilter::User);
            let page = request.set_exclusive_start_backup_arn(after).send().await.map_err(|error| failure(&error))?;
            let ours = page.backup_summaries.unwrap_or_default().into_iter().filter(|backup| backup.backup_name.as_deref() == Some(name));
            found.extend(ours.filter(|backup| backup.backup_status != Some(BackupStatus::Deleted)).filter_map(|backup| {
                let made_at = backup.backup_creation_date_time.and_then(|time| time.to_millis().ok());
                Some((made_at, backup.backup_arn?))
            }));
            after = page.last_evaluated_backup_arn;
            if after.is_none() {
                found.sort_unstable();
                return Ok(found.into_iter().map(|(_, backup)| backup).collect());
            }
        }
        Err(Error::internal("more backups than are looked at"))
    }

    async fn describe(&self, backup: &str) -> Result<(TableBackupState, Option<ItemCount>)> {
        let found = match self.keeper.describe_backup().backup_arn(backup).send().await {
            Ok(found) => found.backup_description,
            Err(error) if error.code() == Some("BackupNotFoundException") => None,
            Err(error) => return Err(failure(&error)),
        };
        let status = found.as_ref().and_then(|found| found.backup_details.as_ref()).map(|details| &details.backup_status);
        let state = match status {
            Some(BackupStatus::Available) => TableBackupState::Complete,
            Some(BackupStatus::Creating) => TableBackupState::Creating,
            Some(BackupStatus::Deleted) | None => TableBackupState::Gone,
            Some(other) => return Err(Error::Internal(format!("a backup is {other}"))),
        };
        let items = found.and_then(|found| found.source_table_details?.item_count).and_then(|items| u64::try_from(items).ok());
        Ok((state, items.map(|items| ItemCount { items, is_exact: self.counts_exactly })))
    }

    async fn delete(&self, backup: &str) -> Result<()> {
        match self.keeper.delete_backup().backup_arn(backup).send().await {
            Ok(_) => Ok(()),
            Err(error) if error.code() == Some("BackupNotFoundException") => Ok(()),
            Err(error) => Err(failure(&error)),
        }
    }

    async fn restore(&self, backup: &str, table: &str) -> Result<()> {
        match self.keeper.restore_table_from_backup().backup_arn(backup).target_table_name(table).send().await {
            Ok(_) => Ok(()),
            Err(error) => match error.code() {
                Some("TableAlreadyExistsException" | "TableInUseException") => Ok(()),
                Some("BackupNotFoundException") => Err(Error::NotFound),
                _ => Err(failure(&error)),
            },
        }
    }

    async fn table(&self, table: &str) -> Result<TableState> {
        match self.keeper.describe_table().table_name(table).send().await {
            Ok(found) => match found.table.and_then(|table| table.table_status) {
                Some(TableStatus::Active) => Ok(TableState::Ready),
                _ => Ok(TableState::Changing),
            },
            Err(error) if error.code() == Some("ResourceNotFoundException") => Ok(TableState::Absent),
            Err(error) => Err(failure(&error)),
        }
    }

    async fn equip(&self, store: Store, table: &str) -> Result<()> {
        if store == Store::Data {
            self.expire(table).await?;
            self.follow(table).await?;
        }
        self.tag(self.name(store), table).await
    }

    async fn protect(&self, table: &str) -> Result<()> {
        self.keep_every_point_in_time(table).await?;
        self.forbid_deletion(table).await
    }

    async fn stream(&self, table: &str) -> Result<Option<String>> {
        let found = self.aws.dynamodb().describe_table().table_name(table).send().await.map_err(|error| failure(&error))?;
        Ok(found.table.and_then(|table| table.latest_stream_arn))
    }

    async fn drop_table(&self, table: &str) -> Result<()> {
        if !self.is_of_a_drill(table) {
            return Err(Error::Internal(format!("{table} was not restored for a drill")));
        }
        match self.keeper.delete_table().table_name(table).send().await {
            Ok(_) => Ok(()),
            Err(error) if error.code() == Some("ResourceNotFoundException") => Ok(()),
            Err(error) => Err(failure(&error)),
        }
    }

    fn restored(&self, data: &str, keys: &str) -> Arc<dyn Table> {
        Arc::new(DynamoDb::new(self.aws.dynamodb(), data.to_owned(), keys.to_owned()))
    }
}
