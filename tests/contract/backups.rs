//! DynamoDB's backups as the product uses them, on the local cloud's and on ministack's.

use crate::{DATA, KEYS};
use shared::adapters::client::Aws;
use shared::adapters::dynamodb_backup::DynamoDbBackups;
use shared::change::item;
use shared::domain::backup::{RESTORED, TableBackupState};
use shared::error::Error;
use shared::key::{self, Store};
use shared::ports::{Backups, DRILL, Failure, Operation, Table, TableState};
use std::collections::BTreeMap;
use std::time::Duration;

const ITEMS: u32 = 30;

/// What must hold wherever backups lie, of tables that are there.
pub async fn contract(aws: &Aws, table: &impl Table) {
    let backups = DynamoDbBackups::new(aws, DATA.into(), KEYS.into());
    write(table, 0).await;
    let backup = backups.create(Store::Data, "contract.1").await.unwrap();
    // What is written afterwards isn't in it.
    write(table, ITEMS).await;
    complete(&backups, &backup).await;
    assert_eq!(backups.named(Store::Data, "contract.1").await.unwrap(), std::slice::from_ref(&backup));
    for (store, name) in [(Store::Data, "contract.2"), (Store::Keys, "contract.1")] {
        assert!(backups.named(store, name).await.unwrap().is_empty(), "{store:?} {name}");
    }
    let second = backups.create(Store::Data, "contract.1").await.unwrap();
    assert_eq!(backups.named(Store::Data, "contract.1").await.unwrap(), [backup.clone(), second.clone()], "the oldest first");

    let (data, keys) = (format!("{DATA}{DRILL}1"), format!("{KEYS}{DRILL}1"));
    assert_eq!(backups.table(&data).await.unwrap(), TableState::Absent);
    backups.restore(&backup, &data).await.unwrap();
    // Once more: begun already is no error.
    backups.restore(&backup, &data).await.unwrap();
    ready(&backups, &data).await;
    let restored = backups.restored(&data, &keys).scan(Store::Data, None, 1_000).await.unwrap();
    assert_eq!((restored.items.len(), restored.more), (ITEMS as usize, false));

    for table in [DATA, KEYS, "contract-other"] {
        assert!(matches!(backups.drop_table(table).await, Err(Error::Internal(_))), "{table} could be dropped");
    }
    backups.drop_table(&data).await.unwrap();
    gone(&backups, &data).await;
    backups.drop_table(&data).await.unwrap();

    kept(&backups, &backup).await;
    complete(&backups, &second).await;
    for backup in [&backup, &second, &backup] {
        backups.delete(backup).await.unwrap();
    }
    assert_eq!(backups.describe(&backup).await.unwrap().0, TableBackupState::Gone);
    assert!(backups.named(Store::Data, "contract.1").await.unwrap().is_empty());
    assert!(matches!(backups.restore(&backup, &data).await, Err(Error::NotFound)));
}

// A table that is restored to be used is equipped and protected, twice without harm, and never dropped.
async fn kept(backups: &DynamoDbBackups, backup: &str) {
    let table = format!("{DATA}{RESTORED}1");
    backups.restore(backup, &table).await.unwrap();
    ready(backups, &table).await;
    assert_eq!(backups.stream(&table).await.unwrap(), None);
    for _ in 0..2 {
        backups.equip(Store::Data, &table).await.unwrap();
        ready(backups, &table).await;
        backups.protect(&table).await.unwrap();
        ready(backups, &table).await;
    }
    assert!(backups.stream(&table).await.unwrap().is_some_and(|stream| stream.contains(&format!("table/{table}/stream/"))));
    assert!(matches!(backups.drop_table(&table).await, Err(Error::Internal(_))));
}

async fn write(table: &impl Table, from: u32) {
    let number = |number: u32| {
        let content = item(&BTreeMap::from([("number", number)])).unwrap();
        Operation::create(key::service_link(&number.to_be_bytes()), content, Failure::Conflict("already_exists"))
    };
    table.commit(&(from..from + ITEMS).map(number).collect::<Vec<_>>()).await.unwrap();
}

async fn complete(backups: &DynamoDbBackups, backup: &str) {
    until(async || backups.describe(backup).await.unwrap().0 == TableBackupState::Complete).await;
}

async fn ready(backups: &DynamoDbBackups, table: &str) {
    until(async || backups.table(table).await.unwrap() == TableState::Ready).await;
}

async fn gone(backups: &DynamoDbBackups, table: &str) {
    until(async || backups.table(table).await.unwrap() == TableState::Absent).await;
}

async fn until(is_so: impl AsyncFn() -> bool) {
    for _ in 0..300 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("not within 15 seconds");
}
