//! What a JSON schema says of a field.

use super::{Fault, Reason, fault};
use serde_json::Value;

/// The form in which a field is entered.
pub enum Form<'s> {
    /// As it is.
    Text,
    /// One of these.
    Choice(Vec<String>),
    /// A whole number.
    Number,
    /// True or false.
    TrueOrFalse,
    /// One for each time that it is entered, or all as JSON.
    List(&'s Value),
    /// Its members by their path, or all as JSON.
    Members,
    /// As JSON.
    Any,
}

/// The form of a field.
pub fn of(schema: &Value) -> Form<'_> {
    let schema = present(schema);
    if let Some(choices) = choices(schema) {
        return Form::Choice(choices);
    }
    match kind(schema) {
        "string" => Form::Text,
        "integer" => Form::Number,
        "boolean" => Form::TrueOrFalse,
        "array" => Form::List(&schema["items"]),
        "object" if schema["properties"].is_object() => Form::Members,
        _ => Form::Any,
    }
}

/// The members of an object, whether each is needed, in alphabetical order.
pub fn members(schema: &Value) -> Vec<(&str, &Value, bool)> {
    let schema = present(schema);
    let is_required = |name: &str| schema["required"].as_array().is_some_and(|names| names.iter().any(|found| found == name));
    let properties = schema["properties"].as_object().into_iter().flatten();
    let mut members: Vec<_> = properties.map(|(name, member)| (name.as_str(), member, is_required(name))).collect();
    members.sort_unstable_by_key(|(name, ..)| *name);
    members
}

/// Finds members that there aren't, and those that are missing.
pub fn check(schema: &Value, value: &Value, path: &str, faults: &mut Vec<Fault>) {
    let (known, schema) = (members(schema), present(schema));
    let Some(given) = value.as_object().filter(|_| schema["properties"].is_object()) else { return };
    let at = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    for name in given.keys().filter(|name| !known.iter().any(|(found, ..)| found == name)) {
        if schema["additionalProperties"] == false {
            faults.push(fault(&at(name), Reason::Unknown(known.iter().map(|(name, ..)| (*name).to_owned()).collect())));
        }
    }
    for (name, member, is_required) in &known {
        match given.get(*name) {
            None if *is_required => faults.push(fault(&at(name), Reason::Missing)),
            None => {}
            Some(value) => check(member, value, &at(name), faults),
        }
    }
}

// Without the null that an optional field may be.
fn present(schema: &Value) -> &Value {
    let variants = schema["anyOf"].as_array().into_iter().flatten();
    let mut present = variants.filter(|variant| variant["type"] != "null");
    match (present.next(), present.next()) {
        (Some(only), None) => self::present(only),
        _ => schema,
    }
}

fn kind(schema: &Value) -> &str {
    match &schema["type"] {
        Value::String(kind) => kind,
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap_or_default(),
        _ => "",
    }
}

fn choices(schema: &Value) -> Option<Vec<String>> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    if let Some(listed) = schema["enum"].as_array() {
        return Some(listed.iter().filter_map(text).collect());
    }
    let variants = schema["oneOf"].as_array()?;
    let each = variants.iter().map(|variant| match (text(&variant["const"]), variant["enum"].as_array()) {
        (Some(one), _) => Some(vec![one]),
        (None, Some(several)) => several.iter().map(text).collect(),
        _ => None,
    });
    each.collect::<Option<Vec<Vec<String>>>>().map(|choices| choices.concat())
}
