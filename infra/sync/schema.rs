//! JSON schemas of inputs and outputs, as the description of the API needs them.

use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Where schemas lie in the document.
pub const PREFIX: &str = "#/components/schemas/";

/// A schema with what it refers to at its top put in its place.
#[must_use]
pub fn resolved<'a>(schema: &'a Value, definitions: &'a Map<String, Value>) -> &'a Value {
    let target = schema.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix(PREFIX));
    target.and_then(|name| definitions.get(name)).map_or(schema, |schema| resolved(schema, definitions))
}

/// The members of an object schema: name, schema, whether it is required.
#[must_use]
pub fn members(schema: &Value) -> Vec<(&str, &Value, bool)> {
    let required = |name: &str| list(schema, "required").any(|found| found.as_str() == Some(name));
    let properties = schema.get("properties").and_then(Value::as_object);
    properties.into_iter().flatten().map(|(name, schema)| (name.as_str(), schema, required(name))).collect()
}

/// An object schema without some members.
#[must_use]
pub fn without(schema: &Value, names: &[&str]) -> Value {
    let mut schema = schema.clone();
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.retain(|name, _| !names.contains(&name.as_str()));
    }
    if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|name| !name.as_str().is_some_and(|name| names.contains(&name)));
    }
    if list(&schema, "required").next().is_none()
        && let Some(object) = schema.as_object_mut()
    {
        object.remove("required");
    }
    schema
}

fn list<'a>(schema: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    schema.get(name).and_then(Value::as_array).into_iter().flatten()
}

/// Every `$ref` in a value.
#[must_use]
pub fn references(value: &Value) -> BTreeSet<&str> {
    match value {
        Value::Object(members) => {
            let own = members.get("$ref").and_then(Value::as_str);
            members.values().flat_map(references).chain(own).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => BTreeSet::new(),
    }
}

/// The definitions that a value needs, directly or through others: inputs are written out where they are taken.
#[must_use]
pub fn reachable(value: &Value, definitions: &Map<String, Value>) -> Map<String, Value> {
    let name = |reference: &str| reference.strip_prefix(PREFIX).map(str::to_owned);
    let mut waiting: Vec<String> = references(value).into_iter().filter_map(name).collect();
    let mut found = Map::new();
    while let Some(next) = waiting.pop() {
        let Some(schema) = definitions.get(&next).filter(|_| !found.contains_key(&next)) else { continue };
        waiting.extend(references(schema).into_iter().filter_map(name));
        found.insert(next, schema.clone());
    }
    found
}

/// The value with every object's members in alphabetical order, whatever features serde_json was built with.
#[must_use]
pub fn sorted(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.into_iter().map(|(name, value)| (name, sorted(value))).collect();
            members.sort_by(|(one, _), (other, _)| one.cmp(other));
            Value::Object(members.into_iter().collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}
