//! Reading a request: path variables, query parameters and JSON members become one value, and every refused field is
//! named with a stable code.

mod distinct;
mod limit;
mod members;
mod path;
pub(crate) mod percent;

pub use limit::Limit;
pub use path::{Matched, match_path};

use crate::endpoint::Spec;
use crate::error::{Error, FieldError, Result};
use distinct::Distinct;
use members::deserialize;
use percent::decode;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// The largest body, in bytes.
pub const BODY_BYTES: usize = 256 * 1024;

/// Reads the input of an endpoint.
///
/// # Errors
/// [`Error::TooLarge`], [`Error::MediaType`], [`Error::Malformed`], [`Error::Invalid`] with every refused field, or
/// [`Error::NotFound`] where a path variable can't be an identifier.
pub fn parse<T: DeserializeOwned>(spec: &Spec, matched: &Matched, query: &str, content_type: Option<&str>, body: &[u8]) -> Result<T> {
    if body.len() > BODY_BYTES {
        return Err(Error::TooLarge);
    }
    let mut members = if spec.method.takes_body() { body_members(content_type, body)? } else { query_members(query)? };
    if spec.method.takes_body() && !query.is_empty() {
        return Err(Error::Invalid(query_members(query)?.keys().map(|name| FieldError::coded(name, "field_unknown", None)).collect()));
    }
    if let Some((name, _)) = matched.variables.iter().find(|(name, _)| members.contains_key(*name)) {
        return Err(Error::Invalid(vec![FieldError::coded(*name, "field_unknown", None)]));
    }
    if let Some(collection) = matched.pattern.split('/').nth(2).filter(|_| spec.paths.len() > 1)
        && members.insert("collection".into(), collection.into()).is_some()
    {
        return Err(Error::Invalid(vec![FieldError::coded("collection", "field_unknown", None)]));
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

    proptest! {
        #[test]
        fn no_body_makes_the_parser_fail_otherwise_than_with_an_error(body in ".{0,200}") {
            let _outcome = read(&body);
        }
    }
}
