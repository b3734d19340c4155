//! Amazon DynamoDB: the one store adapter. Tests and the local cloud run it against an embedded emulator.

mod querying;

use crate::adapters::date_of_reply::DateOfReply;
use crate::domain::time::Timestamp;
use crate::error::{Error, Result};
use crate::key::{Key, Store};
use crate::ports::{Action, CommitError, Condition, Count, Found, Item, Operation, Query, Table, text};
use async_trait::async_trait;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    AttributeValue, ConditionCheck, Delete, KeysAndAttributes, Put, ReturnConsumedCapacity, Select, TransactWriteItem,
};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// DynamoDB's bound on a batch of reads.
const BATCH: usize = 100;
/// How often the part of a batch that DynamoDB left unread is asked for again.
const TRIES: u32 = 6;

type Attributes = HashMap<String, AttributeValue>;

/// Capacity units consumed since the start, in hundredths, for the benchmark and the loader's report.
#[derive(Debug, Default)]
pub struct Consumed {
    /// Read capacity units × 100.
    pub read_hundredths: AtomicU64,
    /// Write capacity units × 100.
    pub write_hundredths: AtomicU64,
}

/// The port to DynamoDB.
pub struct DynamoDb {
    client: aws_sdk_dynamodb::Client,
    data: String,
    keys: String,
    /// What was consumed.
    pub consumed: Consumed,
}

impl DynamoDb {
    /// A port over a client and the names of the two tables.
    #[must_use]
    pub fn new(client: aws_sdk_dynamodb::Client, data: String, keys: String) -> Self {
        Self { client, data, keys, consumed: Consumed::default() }
    }

    fn name(&self, store: Store) -> &str {
        match store {
            Store::Data => &self.data,
            Store::Keys => &self.keys,
        }
    }

    // Capacity units are small numbers with one decimal, so the conversion keeps all of them.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small positive number")]
    fn count_units(counter: &AtomicU64, units: Option<f64>) {
        counter.fetch_add((units.unwrap_or_default() * 100.0) as u64, Ordering::Relaxed);
    }
}

fn attribute(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

fn key_attributes(key: &Key) -> Attributes {
    HashMap::from([("pk".into(), attribute(key.partition())), ("sk".into(), attribute(key.sort()))])
}

fn to_attributes(key: &Key, item: &Item) -> Result<Attributes> {
    let mut attributes: Attributes = serde_dynamo::to_item(item).map_err(Error::internal)?;
    attributes.extend(key_attributes(key));
    Ok(attributes)
}

fn from_attributes(attributes: Attributes) -> Result<Item> {
    serde_dynamo::from_item(attributes).map_err(Error::internal)
}

fn failure<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> Error {
    match error.code() {
        Some("ValidationException") if error.message().unwrap_or_default().contains("Item size") => Error::TooLarge,
        Some(code @ ("ValidationException" | "AccessDeniedException" | "ResourceNotFoundException")) => {
            Error::Internal(format!("DynamoDB: {code}: {}", error.message().unwrap_or_default()))
        }
        code => Error::Unavailable(format!("DynamoDB: {}", code.unwrap_or("no answer")), 2),
    }
}

/// A condition as an expression, its names and values numbered by its place among the operation's conditions.
fn expression(conditions: &[Condition]) -> Option<(String, HashMap<String, String>, Attributes)> {
    let (mut texts, mut names, mut values) = (Vec::new(), HashMap::new(), HashMap::new());
    for (place, condition) in conditions.iter().enumerate() {
        let mut compare = |name: &str, operator: &str, value: &Value| {
            names.insert(format!("#n{place}"), name.to_owned());
            // Every value compared is a string, number or boolean, which all have an attribute form.
            values.insert(format!(":v{place}"), serde_dynamo::to_attribute_value(value).unwrap_or(AttributeValue::Null(true)));
            format!("#n{place} {operator} :v{place}")
        };
        texts.push(match condition {
            Condition::Absent => "attribute_not_exists(pk)".to_owned(),
            Condition::Present => "attribute_exists(pk)".to_owned(),
            Condition::Equals(name, value) => compare(name, "=", value),
            Condition::AtLeast(name, number) => compare(name, ">=", &Value::from(*number)),
        });
    }
    (!texts.is_empty()).then(|| (texts.join(" AND "), names, values))
}

fn transact_item(table: &str, operation: &Operation) -> Result<TransactWriteItem> {
    let (text, names, values) = match expression(&operation.conditions) {
        Some((text, names, values)) => (Some(text), (!names.is_empty()).then_some(names), (!values.is_empty()).then_some(values)),
        None => (None, None, None),
    };
    let item = TransactWriteItem::builder();
    let item = match &operation.action {
        Action::Put(content) => {
            let put = Put::builder().table_name(table).set_item(Some(to_attributes(&operation.key, content)?));
            let put = put.set_condition_expression(text).set_expression_attribute_names(names).set_expression_attribute_values(values);
            item.put(put.build().map_err(Error::internal)?)
        }
        Action::Delete => {
            let delete = Delete::builder().table_name(table).set_key(Some(key_attributes(&operation.key)));
            let delete =
                delete.set_condition_expression(text).set_expression_attribute_names(names).set_expression_attribute_values(values);
            item.delete(delete.build().map_err(Error::internal)?)
        }
        Action::Check => {
            let check = ConditionCheck::builder().table_name(table).set_key(Some(key_attributes(&operation.key)));
            let check = check.set_condition_expression(text).set_expression_attribute_names(names).set_expression_attribute_values(values);
            item.condition_check(check.build().map_err(Error::internal)?)
        }
    };
    Ok(item.build())
}

// The reasons stand in the order of the operations; a failed condition is final, a conflict is worth another try.
fn cancelled<R>(error: &SdkError<TransactWriteItemsError, R>) -> Option<CommitError> {
    let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) = error.as_service_error() else {
        return matches!(error.code(), Some("TransactionInProgressException")).then_some(CommitError::Conflict);
    };
    let reasons = cancelled.cancellation_reasons();
    let places = |code: &str| -> Vec<usize> {
        reasons.iter().enumerate().filter(|(_, reason)| reason.code() == Some(code)).map(|(place, _)| place).collect()
    };
    let failed = places("ConditionalCheckFailed");
    if !failed.is_empty() {
        return Some(CommitError::Conditions(failed));
    }
    (!places("TransactionConflict").is_empty() || !places("ThrottlingError").is_empty()).then_some(CommitError::Conflict)
}

#[async_trait]
impl Table for DynamoDb {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Item>>> {
        let mut found: HashMap<(String, String, String), Item> = HashMap::new();
        for chunk in keys.chunks(BATCH) {
            self.get_batch(chunk, &mut found).await?;
        }
        Ok(keys.iter().map(|key| found.get(&(self.name(key.store()).into(), key.partition().into(), key.sort().into())).cloned()).collect())
    }

    async fn query(&self, query: &Query) -> Result<Found> {
        let answer = querying::request(&self.client, &self.data, query).send().await.map_err(|error| failure(&error))?;
        Self::count_units(&self.consumed.read_hundredths, answer.consumed_capacity.and_then(|consumed| consumed.capacity_units));
        let more = answer.last_evaluated_key.is_some();
        let items = answer.items.unwrap_or_default().into_iter().map(from_attributes).collect::<Result<_>>()?;
        Ok(Found { items, more })
    }

    async fn count(&self, query: &Query, having: Option<(&'static str, &str)>) -> Result<Count> {
        let mut request = querying::request(&self.client, &self.data, query).select(Select::Count);
        if let Some((name, text)) = having {
            request = request
                .filter_expression("#d.#m = :m")
                .expression_attribute_names("#d", "data")
                .expression_attribute_names("#m", name)
                .expression_attribute_values(":m", attribute(text));
        }
        let answer = request.send().await.map_err(|error| failure(&error))?;
        let after = answer.last_evaluated_key.as_ref().map(|last| querying::last_position(query, last)).transpose()?;
        let number = |count: i32| u32::try_from(count).map_err(Error::internal);
        Self::count_units(&self.consumed.read_hundredths, answer.consumed_capacity.and_then(|consumed| consumed.capacity_units));
        Ok(Count { examined: number(answer.scanned_count)?, having: number(answer.count)?, after })
    }

    async fn scan(&self, store: Store, after: Option<(String, String)>, limit: u32) -> Result<Found> {
        let start = after.map(|(partition, sort)| HashMap::from([("pk".into(), attribute(&partition)), ("sk".into(), attribute(&sort))]));
        let request = self.client.scan().table_name(self.name(store)).consistent_read(true).set_exclusive_start_key(start);
        let request =
            request.limit(i32::try_from(limit.max(1)).unwrap_or(i32::MAX)).return_consumed_capacity(ReturnConsumedCapacity::Total);
        let answer = request.send().await.map_err(|error| failure(&error))?;
        Self::count_units(&self.consumed.read_hundredths, answer.consumed_capacity.and_then(|consumed| consumed.capacity_units));
        let more = answer.last_evaluated_key.is_some();
        let items = answer.items.unwrap_or_default().into_iter().map(from_attributes).collect::<Result<_>>()?;
        Ok(Found { items, more })
    }

    async fn second(&self) -> Result<Timestamp> {
        let date = DateOfReply::default();
        let request = self.client.get_item().table_name(&self.data).set_key(Some(key_attributes(&crate::key::service_clock())));
        request.customize().interceptor(date.clone()).send().await.map_err(|error| failure(&error))?;
        date.second()
    }

    async fn commit(&self, operations: &[Operation]) -> std::result::Result<(), CommitError> {
        let items = operations.iter().map(|operation| transact_item(self.name(operation.key.store()), operation));
        let items = items.collect::<Result<Vec<_>>>().map_err(CommitError::Other)?;
        let request = self.client.transact_write_items().set_transact_items(Some(items));
        match request.return_consumed_capacity(ReturnConsumedCapacity::Total).send().await {
            Ok(answer) => {
                for consumed in answer.consumed_capacity.unwrap_or_default() {
                    Self::count_units(&self.consumed.write_hundredths, consumed.capacity_units);
                }
                Ok(())
            }
            Err(error) => Err(cancelled(&error).unwrap_or_else(|| CommitError::Other(failure(&error)))),
        }
    }
}

impl DynamoDb {
    async fn get_batch(&self, keys: &[Key], found: &mut HashMap<(String, String, String), Item>) -> Result<()> {
        let mut wanted: HashMap<String, KeysAndAttributes> = HashMap::new();
        for store in [Store::Data, Store::Keys] {
            // DynamoDB refuses a key that stands twice.
            let distinct: std::collections::BTreeSet<&Key> = keys.iter().filter(|key| key.store() == store).collect();
            if !distinct.is_empty() {
                let keys = distinct.into_iter().map(key_attributes).collect();
                let request = KeysAndAttributes::builder().set_keys(Some(keys)).consistent_read(true).build().map_err(Error::internal)?;
                wanted.insert(self.name(store).to_owned(), request);
            }
        }
        for attempt in 0..TRIES {
            if wanted.is_empty() {
                return Ok(());
            }
            if attempt > 0 {
                tokio::time::sleep(Duration::from_millis(10 << attempt)).await;
            }
            let request =
                self.client.batch_get_item().set_request_items(Some(wanted)).return_consumed_capacity(ReturnConsumedCapacity::Total);
            let answer = request.send().await.map_err(|error| failure(&error))?;
            for consumed in answer.consumed_capacity.unwrap_or_default() {
                Self::count_units(&self.consumed.read_hundredths, consumed.capacity_units);
            }
            for (table, items) in answer.responses.unwrap_or_default() {
                for attributes in items {
                    let item = from_attributes(attributes)?;
                    let place = (table.clone(), text(&item, "pk")?.to_owned(), text(&item, "sk")?.to_owned());
                    found.insert(place, item);
                }
            }
            wanted = answer.unprocessed_keys.unwrap_or_default();
        }
        Err(Error::Unavailable("DynamoDB left keys unread".into(), 2))
    }
}
