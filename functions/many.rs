//! Several records changed by one call: all of them, or none.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error as _};
use shared::error::{Error, FieldError, Result};
use shared::record::Record;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// How many at most: a record takes its own item, its entry, and up to two items of lists, and a transaction has room for 100.
pub const MANY: usize = 20;
/// How large they may be together, in bytes of JSON: a transaction holds 4 MB, the entries and the items around them included.
const BYTES: usize = 3_000_000;

/// Which ones: 1–20, each once. They stand in the member `records`.
#[derive(Clone, Debug)]
pub struct Many<I>(Vec<I>);

impl<I> Many<I> {
    /// The identifiers.
    #[must_use]
    pub fn get(&self) -> &[I] {
        &self.0
    }
}

/// That the record at this place isn't there.
#[must_use]
pub fn unknown(place: usize) -> Error {
    Error::Invalid(vec![FieldError::coded(member(place), "record_unknown", None)])
}

/// An error of the record at this place, as the field that names it.
#[must_use]
pub fn told_of(place: usize, error: Error) -> Error {
    match error {
        Error::NotFound => unknown(place),
        Error::Refused(refusal) => Error::field(member(place), refusal),
        other => other,
    }
}

fn member(place: usize) -> String {
    format!("records[{place}]")
}

/// Refuses records that no transaction would hold together.
///
/// # Errors
/// [`Error::Invalid`] with `records`.
pub fn bounded<'r, R: Record + 'r>(records: impl IntoIterator<Item = &'r R>) -> Result<()> {
    let sizes = records.into_iter().map(|record| serde_json::to_vec(record).map(|bytes| bytes.len()).map_err(Error::internal));
    match sizes.sum::<Result<usize>>()? {
        0..=BYTES => Ok(()),
        _ => Err(Error::Invalid(vec![FieldError::coded("records", "many_too_large", None)])),
    }
}

impl<'de, I: Deserialize<'de> + Ord> Deserialize<'de> for Many<I> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let read = Vec::<I>::deserialize(deserializer)?;
        if read.is_empty() || read.len() > MANY {
            return Err(D::Error::custom(format_args!("many_out_of_range:1–{MANY}")));
        }
        if read.iter().collect::<BTreeSet<_>>().len() < read.len() {
            return Err(D::Error::custom("many_repeated"));
        }
        Ok(Self(read))
    }
}

impl<I: JsonSchema> JsonSchema for Many<I> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("Many{}", I::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "array", "items": generator.subschema_for::<I>(), "minItems": 1, "maxItems": MANY, "uniqueItems": true })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn one_to_twenty_are_taken_each_once() {
        let read =
            |ids: Vec<u8>| serde_json::from_value::<Many<u8>>(json!(ids)).map(|many| many.get().len()).map_err(|error| error.to_string());
        assert_eq!(read(vec![1]), Ok(1));
        assert_eq!(read((1..=20).collect()), Ok(20));
        for (ids, code) in
            [(vec![], "many_out_of_range:1–20"), ((1..=21).collect(), "many_out_of_range:1–20"), (vec![1, 2, 1], "many_repeated")]
        {
            assert_eq!(read(ids), Err(code.into()));
        }
    }

    #[test]
    fn the_schema_says_what_is_taken() {
        let schema = Value::from(Many::<u8>::json_schema(&mut SchemaGenerator::default()));
        assert_eq!((&schema["minItems"], &schema["maxItems"], &schema["uniqueItems"]), (&json!(1), &json!(20), &json!(true)));
    }
}
