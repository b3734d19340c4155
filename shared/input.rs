//! Reading a request: path variables, query parameters and JSON members become one value, and every refused field is
//! named with a stable code.

mod distinct;
mod percent;

use crate::endpoint::Spec;
use crate::error::{Error, FieldError, Result};
use distinct::Distinct;
use percent::decode;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// The largest body, in bytes.
pub const BODY_BYTES: usize = 256 * 1024;

/// A path that matched: its pattern and variables.
#[derive(Debug, PartialEq, Eq)]
pub struct Matched {
    /// The pattern, such as `/api/claims/{id}`.
    pub pattern: &'static str,
    /// The variables, percent-decoded.
    pub variables: Vec<(&'static str, String)>,
}

/// Matches the raw path (without the stage) against the patterns. Not left to the event: cargo-lambda leaves variables
/// percent-encoded and API Gateway doesn't.
#[must_use]
pub fn match_path(patterns: &[&'static str], path: &str) -> Option<Matched> {
    patterns.iter().find_map(|pattern| Some(Matched { pattern, variables: variables(pattern, path)? }))
}

fn variables(pattern: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
    let mut found = Vec::new();
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(found),
            (Some(wanted), Some(given)) => match wanted.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                Some(name) if !given.is_empty() => found.push((name, decode(given)?)),
                None if wanted == given => {}
                _ => return None,
            },
            _ => return None,
        }
    }
}

/// Reads the input of an endpoint.
///
/// # Errors
/// [`Error::TooLarge`], [`Error::MediaType`], [`Error::Malformed`], [`Error::Invalid`] with every refused field, or
/// [`Error::NotFound`] where a path variable can't be an identifier.
pub fn parse<T: DeserializeOwned>(spec: &Spec, matched: &Matched, query: &str, content_type: Option<&str>, body: &[u8]) -> Result<T> {
    if body.len() > BODY_BYTES {
        return Err(Error::TooLarge);
    }
    let mut members = if spec.method.writes() { body_members(content_type, body)? } else { query_members(query)? };
    if spec.method.writes() && !query.is_empty() {
        return Err(Error::Invalid(query_members(query)?.keys().map(|name| FieldError::coded(name, "field_unknown", None)).collect()));
    }
    if let Some((name, _)) = matched.variables.iter().find(|(name, _)| members.contains_key(*name)) {
        return Err(Error::Invalid(vec![FieldError::coded(*name, "field_unknown", None)]));
    }
    if spec.paths.len() > 1 {
        let collection = matched.pattern.split('/').nth(2).unwrap_or_default();
        if members.insert("collection".into(), collection.into()).is_some() {
            return Err(Error::Invalid(vec![FieldError::coded("collection", "field_unknown", None)]));
        }
    }
    members.extend(matched.variables.iter().map(|(name, value)| ((*name).to_owned(), Value::String(value.clone()))));
    let path_variables: Vec<&str> = matched.variables.iter().map(|(name, _)| *name).collect();
    deserialize(members).map_err(|errors| {
        if errors.iter().any(|error| path_variables.contains(&error.field.as_str())) { Error::NotFound } else { Error::Invalid(errors) }
    })
}

/// Reads the input of an operator function from the JSON it was invoked with.
///
/// # Errors
/// [`Error::Malformed`] or [`Error::Invalid`].
pub fn parse_invocation<T: DeserializeOwned>(payload: Value) -> Result<T> {
    match payload {
        Value::Object(members) => deserialize(members).map_err(Error::Invalid),
        Value::Null => deserialize(Map::new()).map_err(Error::Invalid),
        _ => Err(Error::Malformed("body_not_object")),
    }
}

fn body_members(content_type: Option<&str>, body: &[u8]) -> Result<Map<String, Value>> {
    if body.is_empty() {
        return Ok(Map::new());
    }
    let media_type = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if media_type != "application/json" {
        return Err(Error::MediaType);
    }
    match serde_json::from_slice(body) {
        Ok(Distinct(Value::Object(members))) => Ok(members),
        Ok(_) => Err(Error::Malformed("body_not_object")),
        Err(error) if error.is_data() => Err(Error::Malformed("member_repeated")),
        Err(_) => Err(Error::Malformed("body_not_json")),
    }
}

fn query_members(query: &str) -> Result<Map<String, Value>> {
    let mut members = Map::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let read = |text: &str| decode(&text.replace('+', " ")).ok_or(Error::Malformed("query_not_readable"));
        let name = read(name)?;
        if members.insert(name.clone(), Value::String(read(value)?)).is_some() {
            return Err(Error::Invalid(vec![FieldError::coded(name, "field_repeated", None)]));
        }
    }
    Ok(members)
}

/// How many refused fields are gathered.
const FIELDS: usize = 20;

// Serde stops at the first error. A refused field is taken out and the rest read again, until all that is left to
// complain about are the fields that were taken out.
fn deserialize<T: DeserializeOwned>(members: Map<String, Value>) -> std::result::Result<T, Vec<FieldError>> {
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

/// The `limit` of a list: 1–100, 20 where absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(u32);

impl Limit {
    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(20)
    }
}

impl<'de> serde::Deserialize<'de> for Limit {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        match text.parse() {
            Ok(number @ 1..=100) => Ok(Self(number)),
            _ => Err(serde::de::Error::custom("limit_out_of_range:1–100")),
        }
    }
}

impl schemars::JsonSchema for Limit {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Limit".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "minimum": 1, "maximum": 100, "default": 20 })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::money::Yen;
    use crate::domain::text::Line;
    use crate::endpoint::Method;
    use proptest::prelude::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read by the test's parser")]
    struct Input {
        id: crate::domain::id::ClaimId,
        name: Line<5>,
        lines: Vec<Inner>,
    }
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read by the test's parser")]
    struct Inner {
        amount_yen: Yen,
    }

    const SPEC: Spec = Spec { name: "claim_update", method: Method::Put, paths: &["/api/claims/{id}"], ..Spec::USUAL };
    const ID: &str = "/api/claims/clm_01ARZ3NDEKTSV4RRFFQ69G5FAV";

    fn read(body: &str) -> Result<Input> {
        parse(&SPEC, &match_path(SPEC.paths, ID).unwrap(), "", Some("application/json; charset=utf-8"), body.as_bytes())
    }

    fn refused(body: &str) -> Vec<(String, String)> {
        match read(body) {
            Err(Error::Invalid(errors)) => errors.into_iter().map(|error| (error.field, error.code.into_owned())).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn several_fields_are_named_at_once() {
        let found = refused(r#"{"name":"あいうえおか","lines":[{"amount_yen":1},{"amount_yen":-5}],"extra":1}"#);
        for pair in [("name", "text_too_long"), ("lines[1].amount_yen", "type_invalid"), ("extra", "field_unknown")] {
            assert!(found.contains(&(pair.0.into(), pair.1.into())), "{pair:?} {found:?}");
        }
    }

    #[test]
    fn a_missing_field_and_a_wrong_type_are_named() {
        assert_eq!(refused(r#"{"name":"a"}"#), [("lines".into(), "field_missing".into())]);
        assert_eq!(refused(r#"{"name":1,"lines":[]}"#), [("name".into(), "type_invalid".into())]);
        assert_eq!(refused(r#"{"name":"a","lines":[{}]}"#), [("lines[0].amount_yen".into(), "field_missing".into())]);
        assert_eq!(refused(r#"{"name":"a","lines":[],"id":"x"}"#), [("id".into(), "field_unknown".into())]);
        let missing = |field: &str| (field.to_owned(), "field_missing".to_owned());
        assert_eq!(refused(r#"{"lines":[{}]}"#), [missing("lines[0].amount_yen"), missing("name")]);
        assert_eq!(refused(r#"{"name":"a","lines":[1]}"#), [("lines[0]".into(), "type_invalid".into())]);
    }

    #[test]
    fn what_is_no_json_object_is_refused_as_a_whole() {
        assert!(matches!(read("{"), Err(Error::Malformed("body_not_json"))));
        assert!(matches!(read("[]"), Err(Error::Malformed("body_not_object"))));
        assert!(matches!(read(r#"{"name":"a","name":"b"}"#), Err(Error::Malformed("member_repeated"))));
        let matched = match_path(SPEC.paths, ID).unwrap();
        assert!(matches!(parse::<Input>(&SPEC, &matched, "", None, b"{}"), Err(Error::MediaType)));
        assert!(matches!(parse::<Input>(&SPEC, &matched, "", None, &vec![b' '; BODY_BYTES + 1]), Err(Error::TooLarge)));
    }

    #[test]
    fn paths_match_by_segment_and_variables_are_decoded() {
        let patterns: &[&'static str] = &["/api/claims/{id}/labels/{label}", "/api/claims"];
        assert_eq!(match_path(patterns, "/api/claims/a%20b/labels/c").unwrap().variables, [("id", "a b".into()), ("label", "c".into())]);
        assert!(match_path(patterns, "/api/claims//labels/c").is_none());
        assert!(match_path(patterns, "/api/claims/").is_none());
        assert!(match_path(patterns, "/api/claims/%ff/labels/c").is_none());
    }

    proptest! {
        #[test]
        fn no_body_makes_the_parser_fail_otherwise_than_with_an_error(body in ".{0,200}") {
            let _outcome = read(&body);
        }
    }
}
