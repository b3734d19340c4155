//! What the world offers. The adapters implement these; tests wrap them to inject faults.

mod backups;
mod cards;
mod mail_abroad;
mod metrics;

pub use backups::{Backups, DRILL, TableState};
pub use cards::{CardAnswer, CardGateway, CardRequest, Merchant};
pub use mail_abroad::MailAbroad;
pub use metrics::{Metric, Metrics};

use crate::domain::id::OrganizationId;
use crate::domain::mail_delivery::MailFailure;
use crate::domain::operator::Operator;
use crate::domain::time::Timestamp;
use crate::error::{Error, Result};
use crate::key::{Index, Key, Purpose, Store};
use async_trait::async_trait;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

/// An item without its keys' meaning: attribute names and JSON values.
pub type Item = Map<String, Value>;

/// A text of an item that always has one, such as a part of its key.
///
/// # Errors
/// [`Error::Internal`] that names what is missing.
pub fn text<'i>(item: &'i Item, name: &str) -> Result<&'i str> {
    item.get(name).and_then(Value::as_str).ok_or_else(|| Error::Internal(format!("a stored item without {name}")))
}

/// Where an item lies in its table: partition and sort key.
///
/// # Errors
/// [`Error::Internal`] where it lacks one of them.
pub fn place_of(item: &Item) -> Result<(String, String)> {
    Ok((text(item, "pk")?.to_owned(), text(item, "sk")?.to_owned()))
}

/// A condition on one item of a transaction. Several on one item must all hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// No such item.
    Absent,
    /// The item is there.
    Present,
    /// An attribute has this value.
    Equals(&'static str, Value),
    /// A number is at least this.
    AtLeast(&'static str, u64),
}

/// What a transaction does to an item.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Writes the whole item.
    Put(Item),
    /// Removes it.
    Delete,
    /// Only checks the conditions.
    Check,
}

/// One operation of a transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// Which item.
    pub key: Key,
    /// What to do.
    pub action: Action,
    /// On what conditions, each with the error that its failure means.
    pub conditions: Vec<Condition>,
    /// The code of the failure.
    pub failure: Failure,
}

/// What it means when an operation's conditions don't hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The caller's rights changed meanwhile: 401.
    Rights,
    /// The record was changed meanwhile: 409.
    Conflict(&'static str),
    /// The attempt could not be counted, so it is refused: 429.
    Uncounted,
    /// The bearer's link was used or replaced: 409.
    Refused(crate::domain::refusal::Refusal),
    /// The operator's proof was used before: 401.
    Proof,
}

impl Failure {
    /// As the caller sees it.
    #[must_use]
    pub const fn error(self) -> Error {
        match self {
            Self::Rights => Error::Unauthenticated("rights_changed"),
            Self::Conflict(code) => Error::Conflict(code),
            Self::Uncounted => Error::TooMany("too_many_attempts", 1),
            Self::Refused(refusal) => Error::Refused(refusal),
            Self::Proof => Error::Unauthenticated("operator_proof_used"),
        }
    }
}

/// Why a transaction was not made. Nothing of it was.
#[derive(Debug)]
pub enum CommitError {
    /// Conditions of these operations (by position) did not hold.
    Conditions(Vec<usize>),
    /// Another transaction touched an item at the same time: worth trying again.
    Conflict,
    /// Anything else.
    Other(Error),
}

/// A query of one partition.
#[derive(Clone, Debug)]
pub struct Query {
    /// The index, or the table itself.
    pub index: Option<Index>,
    /// The partition.
    pub partition: String,
    /// The sort key's bounds, both included.
    pub range: Option<(String, String)>,
    /// Newest first.
    pub descending: bool,
    /// At most so many items are examined.
    pub limit: u32,
    /// Start after this place (partition and sort of the table, then of the index).
    pub after: Option<Position>,
}

/// A place in a query's order: the table's key and, on an index, the index's key.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Position {
    /// Partition and sort key in the table.
    pub key: (String, String),
    /// Partition and sort key in the index.
    pub index: Option<(String, String)>,
}

/// What a query found.
#[derive(Debug)]
pub struct Found {
    /// The items in order.
    pub items: Vec<Item>,
    /// Whether there may be more.
    pub more: bool,
}

/// What a count found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// How many items were looked at.
    pub examined: u32,
    /// How many of them have the value that was asked for; all, where none was.
    pub having: u32,
    /// Where to go on; nothing at the end.
    pub after: Option<Position>,
}

/// The store (DynamoDB).
#[async_trait]
pub trait Table: Send + Sync {
    /// Reads items, strongly consistent, in one round trip; absent ones are `None`, the order is that of the keys.
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Item>>>;
    /// Reads a page of a partition; strongly consistent on the table, eventually on an index.
    async fn query(&self, query: &Query) -> Result<Found>;
    /// Counts a page of a partition, and those items of it whose record has a value (its name, and the text), without handing any over.
    async fn count(&self, query: &Query, having: Option<(&'static str, &str)>) -> Result<Count>;
    /// Reads a page of a whole table, strongly consistent, after the place given (partition and sort key): to prove that
    /// nothing is left of an organization, and for nothing else.
    async fn scan(&self, store: Store, after: Option<(String, String)>, limit: u32) -> Result<Found>;
    /// The second that the store's own clock shows.
    async fn second(&self) -> Result<Timestamp>;
    /// Does all of the operations, or none.
    async fn commit(&self, operations: &[Operation]) -> std::result::Result<(), CommitError>;
}

/// Where a wrapped key belongs: the KMS encryption context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// A key of an organization.
    Organization(OrganizationId, Purpose),
    /// A key of the service, by name.
    Service(&'static str),
}

/// 32 secret bytes, wiped when dropped.
pub type Secret = Zeroizing<Vec<u8>>;

/// Wraps and opens keys (KMS). Sealing fields with an opened key is [`crate::seal`].
#[async_trait]
pub trait Keys: Send + Sync {
    /// Makes the organization's own KMS key, tagged, and returns its identifier.
    async fn make_organization_key(&self, organization: OrganizationId) -> Result<String>;
    /// A new data key: readable and wrapped.
    async fn generate(&self, key: &str, context: Context) -> Result<(Secret, Vec<u8>)>;
    /// Wraps a small secret.
    async fn wrap(&self, key: &str, context: Context, secret: &[u8]) -> Result<Vec<u8>>;
    /// Opens what was wrapped. `key` is the KMS key it must have been wrapped under.
    async fn unwrap(&self, key: &str, context: Context, wrapped: &[u8]) -> Result<Secret>;
    /// Signs a SHA-256 digest under an asymmetric key (ECDSA over P-256): the signature in DER.
    async fn sign(&self, key: &str, digest: &[u8; 32]) -> Result<Vec<u8>>;
    /// The public half of an asymmetric key: a SubjectPublicKeyInfo in DER (RFC 5480).
    async fn public_key(&self, key: &str) -> Result<Vec<u8>>;
    /// Schedules a key to be deleted after so many days (7–30) and returns the time from which it is gone. A key that is
    /// scheduled already keeps its time; one that is gone gives `None`.
    async fn schedule_deletion(&self, key: &str, days: u8) -> Result<Option<Timestamp>>;
}

/// Where documents lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bucket {
    /// An organization's own documents, under its identifier: erased with it.
    Documents,
    /// What we must be able to show after an organization is erased: the ledger and certificates of erasure.
    Records,
    /// The certificate authorities that the door with client certificates trusts.
    Truststore,
}

/// Keeps documents (S3).
#[async_trait]
pub trait Documents: Send + Sync {
    /// Writes a document, replacing one of the same name, and returns its version where the bucket keeps versions.
    async fn put(&self, bucket: Bucket, name: &str, content_type: &str, bytes: Vec<u8>) -> Result<Option<String>>;
    /// Reads a document; `None` where there is none.
    async fn get(&self, bucket: Bucket, name: &str) -> Result<Option<Vec<u8>>>;
    /// A link that downloads the document for so many seconds, under this file name.
    async fn link(&self, bucket: Bucket, name: &str, file_name: &str, seconds: u32) -> Result<String>;
    /// Up to a thousand names under a prefix, in order, after the one given.
    async fn list(&self, bucket: Bucket, prefix: &str, after: Option<&str>) -> Result<Vec<String>>;
    /// Removes documents (at most a thousand); those that are gone already are no error.
    async fn delete(&self, bucket: Bucket, names: &[String]) -> Result<()>;
}

/// The doors to the service (API Gateway's custom domains).
#[async_trait]
pub trait Doors: Send + Sync {
    /// Lets the door with client certificates trust this version of the truststore, for connections from soon on.
    async fn trust(&self, version: &str) -> Result<()>;
}

/// A mail, ready to be sent.
pub struct Mail {
    /// The recipient.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// Stable over retries.
    pub message_id: String,
}

/// A mail that its provider didn't take, or may not have taken.
#[derive(Debug)]
pub struct Undelivered {
    /// Why.
    pub failure: MailFailure,
    /// The provider's own word for it, for the log alone.
    pub cause: String,
    /// For how many seconds the provider asks to be left alone.
    pub retry_after_seconds: Option<u32>,
}

/// Sends mail (SES).
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands the mail over; when it returns, the provider has it.
    async fn send(&self, mail: &Mail, now: Timestamp) -> std::result::Result<(), Undelivered>;
}

/// Tells who an operator is (STS).
#[async_trait]
pub trait Operators: Send + Sync {
    /// The operator who made a proof, where it is fresh and was made for this call; see [`crate::operator_proof::call`].
    async fn verify(&self, proof: &str, call: &str, now: Timestamp) -> Result<Operator>;
}

/// The time.
pub trait Clock: Send + Sync {
    /// Now, in Japan Standard Time.
    fn now(&self) -> Timestamp;
}

/// The operating system's randomness.
pub trait Random: Send + Sync {
    /// Fills the buffer.
    ///
    /// # Errors
    /// Where the operating system has none to give.
    fn fill(&self, buffer: &mut [u8]) -> Result<()>;
}
