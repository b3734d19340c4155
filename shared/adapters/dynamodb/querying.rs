//! A query's request, and the places at which its pages begin and end.

use super::{Attributes, attribute};
use crate::error::{Error, Result};
use crate::ports::{Position, Query};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::ReturnConsumedCapacity;
use std::collections::HashMap;

/// The request of a page.
pub fn request(client: &Client, table: &str, query: &Query) -> QueryFluentBuilder {
    let (partition, sort) = query.index.map_or(("pk", "sk"), |index| index.attributes());
    let request = client
        .query()
        .table_name(table)
        .set_index_name(query.index.map(|index| index.name().to_owned()))
        .consistent_read(query.index.is_none())
        .scan_index_forward(!query.descending)
        .limit(i32::try_from(query.limit.max(1)).unwrap_or(i32::MAX))
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .expression_attribute_names("#p", partition)
        .expression_attribute_values(":p", attribute(&query.partition));
    let request = match &query.range {
        Some((from, to)) => request
            .key_condition_expression("#p = :p AND #s BETWEEN :from AND :to")
            .expression_attribute_names("#s", sort)
            .expression_attribute_values(":from", attribute(from))
            .expression_attribute_values(":to", attribute(to)),
        None => request.key_condition_expression("#p = :p"),
    };
    request.set_exclusive_start_key(query.after.as_ref().map(|after| start(query, after)))
}

fn start(query: &Query, after: &Position) -> Attributes {
    let mut start = HashMap::from([("pk".into(), attribute(&after.key.0)), ("sk".into(), attribute(&after.key.1))]);
    if let (Some(index), Some((partition, sort))) = (query.index, &after.index) {
        let names = index.attributes();
        start.insert(names.0.into(), attribute(partition));
        start.insert(names.1.into(), attribute(sort));
    }
    start
}

/// The place after which the next page begins.
pub fn last_position(query: &Query, last: &Attributes) -> Result<Position> {
    let text =
        |name: &str| last.get(name).and_then(|value| value.as_s().ok()).cloned().ok_or_else(|| Error::internal("a place without a key"));
    let index = match query.index.map(|index| index.attributes()) {
        Some((partition, sort)) => Some((text(partition)?, text(sort)?)),
        None => None,
    };
    Ok(Position { key: (text("pk")?, text("sk")?), index })
}
