//! What changed in a record, field by field.

use crate::domain::personal::CLEAR;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What changed in one field. Personal values never stand here: only that they changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FieldChange {
    /// The field.
    pub field: String,
    /// Before; absent where the field is personal or large.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub before: Option<Value>,
    /// After; absent where the field is personal or large.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub after: Option<Value>,
}

/// Fields that are named and never shown: what finds an account in the whole service, and where keys lie.
const NAMED_ONLY: [&str; 2] = ["mail_hash", "kms_key"];

/// How long a text or list may be to stand in an entry.
const VALUE_CHARACTERS: usize = 200;

/// What changed between two forms of a record, as they are stored.
#[must_use]
pub fn changes(before: Option<&Value>, after: &Value) -> Vec<FieldChange> {
    let empty = serde_json::Map::new();
    let before = before.and_then(Value::as_object).unwrap_or(&empty);
    let after = after.as_object().unwrap_or(&empty);
    let names: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    names
        .into_iter()
        .filter_map(|name| field_change(name, before.get(name).unwrap_or(&Value::Null), after.get(name).unwrap_or(&Value::Null)))
        .collect()
}

fn field_change(name: &str, before: &Value, after: &Value) -> Option<FieldChange> {
    if before == after || before.is_null() && is_nothing(after) {
        return None;
    }
    let shown = !NAMED_ONLY.contains(&name) && is_plain(before) && is_plain(after);
    let value = |value: &Value| shown.then(|| value.clone()).filter(|value| !value.is_null());
    Some(FieldChange { field: name.to_owned(), before: value(before), after: value(after) })
}

// A personal value that wasn't entered: nobody is told that an address was registered where there is none.
fn is_nothing(value: &Value) -> bool {
    value.get(CLEAR).is_some_and(Value::is_null)
}

// Scalars and short lists of them; anything nested may hold a personal value, so it is only named.
fn is_plain(value: &Value) -> bool {
    match value {
        Value::Object(_) => false,
        Value::Array(items) => items.len() <= 20 && items.iter().all(|item| !item.is_object() && !item.is_array() && is_plain(item)),
        Value::String(text) => text.chars().count() <= VALUE_CHARACTERS,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn a_personal_value_that_was_not_entered_is_no_change() {
        let made = json!({ "name": { "$personal": "山田" }, "phone": { "$personal": null } });
        assert_eq!(changes(None, &made).iter().map(|change| change.field.as_str()).collect::<Vec<_>>(), ["name"]);
        let before = json!({ "name": { "$sealed": "v1.a" }, "phone": { "$sealed": "v1.b" } });
        let taken_away = changes(Some(&before), &json!({ "name": { "$sealed": "v1.a" }, "phone": { "$personal": null } }));
        assert_eq!(taken_away.iter().map(|change| change.field.as_str()).collect::<Vec<_>>(), ["phone"]);
    }

    #[test]
    fn personal_and_nested_values_are_only_named() {
        let before = json!({ "name": { "$sealed": "v1.a" }, "state": "draft", "same": 1 });
        let after = json!({ "name": { "$personal": "山田" }, "state": "submitted", "same": 1 });
        let changes = changes(Some(&before), &after);
        assert_eq!(
            serde_json::to_value(&changes).unwrap(),
            json!([{ "field": "name" }, { "field": "state", "before": "draft", "after": "submitted" }])
        );
    }
}
