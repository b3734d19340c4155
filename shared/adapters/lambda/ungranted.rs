//! What stands in for a client in a function that wasn't granted what it is for, so that its binary is without the client.

use crate::domain::backup::{ItemCount, TableBackupState};
use crate::domain::mail_delivery::MailFailure;
use crate::domain::mail_event::MailEvent;
use crate::domain::operator::Operator;
use crate::domain::time::Timestamp;
use crate::error::{Error, Result};
use crate::key::{Key, Store};
use crate::ports::{
    Backups, Bucket, CardAnswer, CardGateway, CardRequest, CommitError, Count, Documents, Doors, Found, Item, Mail, MailAbroad, Mailer,
    Merchant, Operation, Operators, Query, Table, TableState, Undelivered,
};
use async_trait::async_trait;
use serde_json::Value;
use std::sync::Arc;

/// In a function that wasn't granted to keep documents.
pub struct NoDocuments;

fn no_documents<T>() -> Result<T> {
    Err(Error::internal("this function was not granted to keep documents"))
}

#[async_trait]
impl Documents for NoDocuments {
    async fn put(&self, _: Bucket, _: &str, _: &str, _: Vec<u8>) -> Result<Option<String>> {
        no_documents()
    }
    async fn get(&self, _: Bucket, _: &str) -> Result<Option<Vec<u8>>> {
        no_documents()
    }
    async fn link(&self, _: Bucket, _: &str, _: &str, _: u32) -> Result<String> {
        no_documents()
    }
    async fn list(&self, _: Bucket, _: &str, _: Option<&str>) -> Result<Vec<String>> {
        no_documents()
    }
    async fn delete(&self, _: Bucket, _: &[String]) -> Result<()> {
        no_documents()
    }
}

/// In a function that wasn't granted to publish the truststore.
pub struct NoDoors;

#[async_trait]
impl Doors for NoDoors {
    async fn trust(&self, _: &str) -> Result<()> {
        Err(Error::internal("this function was not granted to publish the truststore"))
    }
}

/// In a function that wasn't granted to send mail.
pub struct NoMailer;

#[async_trait]
impl Mailer for NoMailer {
    async fn send(&self, _: &Mail, _: Timestamp) -> std::result::Result<(), Undelivered> {
        let cause = "this function was not granted to send mail".to_owned();
        Err(Undelivered { failure: MailFailure::ProviderRefused, cause, retry_after_seconds: None })
    }
}

/// In a function that wasn't granted anything of the provider of mail abroad, and where none is set up.
pub struct NoMailAbroad;

#[async_trait]
impl MailAbroad for NoMailAbroad {
    async fn send(&self, _: &Mail, _: &[u8], _: Timestamp) -> std::result::Result<(), Undelivered> {
        let cause = "there is no mail provider abroad".to_owned();
        Err(Undelivered { failure: MailFailure::ProviderMisconfigured, cause, retry_after_seconds: None })
    }
    fn heard(&self, _: &Value) -> Result<Option<MailEvent>> {
        Err(Error::internal("there is no mail provider abroad"))
    }
}

/// In a function that isn't the operators'.
pub struct NoOperators;

#[async_trait]
impl Operators for NoOperators {
    async fn verify(&self, _: &str, _: &str, _: Timestamp) -> Result<Operator> {
        Err(Error::internal("this function is not for operators"))
    }
}

/// In a function that wasn't granted anything about backups.
pub struct NoBackups;

fn no_backups<T>() -> Result<T> {
    Err(Error::internal("this function was not granted anything about backups"))
}

#[async_trait]
impl Backups for NoBackups {
    async fn create(&self, _: Store, _: &str) -> Result<String> {
        no_backups()
    }
    async fn named(&self, _: Store, _: &str) -> Result<Vec<String>> {
        no_backups()
    }
    async fn describe(&self, _: &str) -> Result<(TableBackupState, Option<ItemCount>)> {
        no_backups()
    }
    async fn delete(&self, _: &str) -> Result<()> {
        no_backups()
    }
    async fn restore(&self, _: &str, _: &str) -> Result<()> {
        no_backups()
    }
    async fn table(&self, _: &str) -> Result<TableState> {
        no_backups()
    }
    async fn equip(&self, _: Store, _: &str) -> Result<()> {
        no_backups()
    }
    async fn protect(&self, _: &str) -> Result<()> {
        no_backups()
    }
    async fn stream(&self, _: &str) -> Result<Option<String>> {
        no_backups()
    }
    async fn drop_table(&self, _: &str) -> Result<()> {
        no_backups()
    }
    fn restored(&self, _: &str, _: &str) -> Arc<dyn Table> {
        Arc::new(Self)
    }
}

#[async_trait]
impl Table for NoBackups {
    async fn get(&self, _: &[Key]) -> Result<Vec<Option<Item>>> {
        no_backups()
    }
    async fn query(&self, _: &Query) -> Result<Found> {
        no_backups()
    }
    async fn count(&self, _: &Query, _: Option<(&'static str, &str)>) -> Result<Count> {
        no_backups()
    }
    async fn scan(&self, _: Store, _: Option<(String, String)>, _: u32) -> Result<Found> {
        no_backups()
    }
    async fn second(&self) -> Result<Timestamp> {
        no_backups()
    }
    async fn commit(&self, _: &[Operation]) -> std::result::Result<(), CommitError> {
        no_backups().map_err(CommitError::Other)
    }
}

/// In a function that wasn't granted to ask the card company.
pub struct NoCards;

#[async_trait]
impl CardGateway for NoCards {
    async fn ask(&self, _: &Merchant, _: CardRequest<'_>, _: Timestamp) -> CardAnswer {
        CardAnswer::Lost("this function was not granted to ask the card company".to_owned())
    }
}
