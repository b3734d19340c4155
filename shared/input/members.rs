//! Members become a typed value, or the list of what was refused in them.

use crate::error::FieldError;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// How many refused fields are gathered.
const FIELDS: usize = 20;

/// Reads the members, or tells of every refused field.
// Serde stops at the first error. A refused field is taken out and the rest read again, until all that is left to
// complain about are the fields that were taken out.
pub fn deserialize<T: DeserializeOwned>(members: Map<String, Value>) -> std::result::Result<T, Vec<FieldError>> {
    let mut value = Value::Object(members);
    let mut errors: Vec<FieldError> = Vec::new();
    for _ in 0..FIELDS {
        let found = match serde_path_to_error::deserialize::<_, T>(&value) {
            Ok(read) if errors.is_empty() => return Ok(read),
            Ok(_) => return Err(errors),
            Err(error) => field_error(&error.path().to_string(), &error.inner().to_string()),
        };
        // A member that is missed because it, or one within it, was taken out was told of already.
        let told = found.code == "field_missing" && errors.iter().any(|known| within(&known.field, &found.field));
        let out = take_out(&mut value, &found.field);
        if !told {
            errors.push(found);
        }
        if !out {
            break;
        }
    }
    Err(errors)
}

fn within(field: &str, member: &str) -> bool {
    field.strip_prefix(member).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

// Takes out the field, or, where it is missing or an element of a list, the nearest member around it: what follows is
// read then. False at the top, where serde looks for missing members only after it has read all others.
fn take_out(value: &mut Value, field: &str) -> bool {
    let mut place = field;
    loop {
        if remove(value, place) {
            return true;
        }
        match place.rfind(['.', '[']) {
            Some(end) => place = &place[..end],
            None => return false,
        }
    }
}

fn field_error(path: &str, message: &str) -> FieldError {
    let path = if path == "." { "" } else { path };
    let quoted = || message.split('`').nth(1).unwrap_or_default().to_owned();
    let under = |name: String| if path.is_empty() { name } else { format!("{path}.{name}") };
    if message.starts_with("unknown field") {
        // serde_path_to_error already ends the path with the unknown member.
        let field = if path.is_empty() { quoted() } else { path.to_owned() };
        return FieldError::coded(field, "field_unknown", None);
    }
    if message.starts_with("missing field") {
        return FieldError::coded(under(quoted()), "field_missing", None);
    }
    if message.starts_with("unknown variant") {
        let allowed = message.split("expected ").nth(1).map(|text| text.replace("one of ", "").replace('`', ""));
        return FieldError::coded(path, "choice_unknown", allowed);
    }
    if message.starts_with("invalid type") || message.starts_with("invalid value") || message.starts_with("invalid length") {
        let expected = message.split("expected ").nth(1).map(|text| text.split(" at line").next().unwrap_or_default());
        return FieldError::coded(path, "type_invalid", expected.map(|text| json_type(text).to_owned()));
    }
    let coded = message.split(" at line").next().unwrap_or_default();
    let (code, allowed) = coded.split_once(':').map_or((coded, None), |(code, bound)| (code, Some(bound.to_owned())));
    let is_code = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte.is_ascii_digit());
    FieldError { field: path.to_owned(), code: if is_code { code.to_owned().into() } else { "value_invalid".into() }, allowed, hint: None }
}

// What Rust expects, in JSON's words.
fn json_type(expected: &str) -> &str {
    match expected {
        "u8" | "u16" | "u32" | "u64" | "usize" | "i8" | "i16" | "i32" | "i64" => "integer",
        text if text.starts_with("struct ") || text.starts_with("internally tagged") || text == "a map" => "object",
        text if text.starts_with("a sequence") || text.starts_with("tuple") => "array",
        text if text.contains("string") => "string",
        "a boolean" => "boolean",
        text => text,
    }
}

// Takes the member at a path such as `lines[2].amount_yen` out of the value.
fn remove(value: &mut Value, path: &str) -> bool {
    let steps: Vec<&str> = path.split(['.', '[']).map(|step| step.trim_end_matches(']')).collect();
    let Some((last, before)) = steps.split_last() else { return false };
    let mut here = value;
    for step in before {
        let next = match here {
            Value::Object(members) => members.get_mut(*step),
            Value::Array(items) => step.parse::<usize>().ok().and_then(|position| items.get_mut(position)),
            _ => None,
        };
        match next {
            Some(next) => here = next,
            None => return false,
        }
    }
    here.as_object_mut().is_some_and(|members| members.remove(*last).is_some())
}
