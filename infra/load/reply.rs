//! Reading the service's replies.

use crate::client::{Ask, Body, Client, Role};
use crate::failure::{Failure, Result};
use serde_json::Value;

/// The largest page of a list.
const PAGE: &str = "100";

/// All items of a list, in its order.
///
/// # Errors
/// Where the service refuses, or a page isn't one.
pub async fn all(client: &Client, step: &'static str, path: &str, query: &[(&str, &str)]) -> Result<Vec<Value>> {
    let (mut items, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let mut query = [&[("limit", PAGE)], query].concat();
        query.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
        let mut page = client.ask(&Ask { step, role: Role::Clerk, path, query: &query, body: Body::Nothing }).await?;
        match page["items"].take() {
            Value::Array(found) => items.extend(found),
            _ => return Err(unexpected("items", &page)),
        }
        match page["next"].take() {
            Value::String(next) => cursor = Some(next),
            _ => return Ok(items),
        }
    }
}

/// The first item of a page.
pub fn first(mut page: Value) -> Option<Value> {
    Some(page["items"].as_array_mut()?.drain(..).next()).flatten()
}

/// A member that is text.
///
/// # Errors
/// Where it isn't there.
pub fn text(value: &Value, name: &str) -> Result<String> {
    value[name].as_str().map(str::to_owned).ok_or_else(|| unexpected(name, value))
}

/// The failure of a reply without this member.
pub fn unexpected(name: &str, value: &Value) -> Failure {
    Failure::Unexpected(format!("{name} がありません / is missing: {value}"))
}
