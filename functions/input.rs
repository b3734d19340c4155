//! Inputs that share their members: the page that every list asks for, and what is entered about a record, which stands
//! alone where the record is changed and beside what it belongs to where it is made.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, IntoDeserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::input::Limit;
use shared::view::Page;
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// The members of two structs in one object, every other member refused.
// Serde's `flatten` knows no unknown members, and loses the place of a refused one.
pub struct With<H, R> {
    /// The few: see [`Head`].
    pub head: H,
    /// The rest; this struct denies unknown fields.
    pub rest: R,
}

/// A few members that stand beside those of another struct. [`head!`](crate::head) writes one whose members are all required.
pub trait Head: Sized {
    /// What was read of it so far.
    type Read: Default;

    /// Reads the value of the member that was just found, if it is of this head.
    ///
    /// # Errors
    /// Where the value is refused.
    fn take<'de, M: MapAccess<'de>>(name: &str, read: &mut Self::Read, members: &mut M) -> Result<bool, M::Error>;

    /// The head, after the last member.
    ///
    /// # Errors
    /// Where a member is missing.
    fn finish<E: Error>(read: Self::Read) -> Result<Self, E>;
}

/// Writes a [`Head`](crate::input::Head) struct; all members are required.
#[macro_export]
macro_rules! head {
    ($(#[$doc:meta])* pub struct $name:ident { $($(#[$member_doc:meta])* pub $member:ident: $type:ty,)+ }) => {
        $(#[$doc])*
        #[derive(schemars::JsonSchema)]
        pub struct $name { $($(#[$member_doc])* pub $member: $type,)+ }

        impl $crate::input::Head for $name {
            type Read = ($(Option<$type>,)+);

            fn take<'de, M: serde::de::MapAccess<'de>>(name: &str, read: &mut Self::Read, members: &mut M) -> ::std::result::Result<bool, M::Error> {
                let ($($member,)+) = read;
                match name {
                    $(stringify!($member) => *$member = Some(members.next_value()?),)+
                    _ => return Ok(false),
                }
                Ok(true)
            }

            fn finish<E: serde::de::Error>(read: Self::Read) -> ::std::result::Result<Self, E> {
                let ($($member,)+) = read;
                Ok(Self { $($member: $member.ok_or_else(|| E::missing_field(stringify!($member)))?,)+ })
            }
        }
    };
}

/// Which page of a list.
#[derive(Default, JsonSchema)]
pub struct Paging {
    /// How many at most, 1–100.
    #[schemars(default)]
    pub limit: Limit,
    /// The `next` of the page before.
    #[schemars(default)]
    pub cursor: Option<String>,
}

impl Head for Paging {
    type Read = Self;

    fn take<'de, M: MapAccess<'de>>(name: &str, read: &mut Self, members: &mut M) -> Result<bool, M::Error> {
        match name {
            "limit" => read.limit = members.next_value()?,
            "cursor" => read.cursor = members.next_value()?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn finish<E: Error>(read: Self) -> Result<Self, E> {
        Ok(read)
    }
}

/// The input of a list: its filters, and which page.
pub type Paged<F> = With<Paging, F>;

impl<F: Serialize> Paged<F> {
    /// The page that is asked for. Its cursor holds only for the same filters.
    ///
    /// # Errors
    /// Where the filters can't be written as JSON.
    pub fn page(&self) -> shared::error::Result<Page> {
        let filter = serde_json::to_string(&self.rest).map_err(shared::error::Error::internal)?;
        Ok(Page { limit: self.head.limit.get(), cursor: self.head.cursor.clone(), filter })
    }
}

/// A member that must stand there and may be null: leaving it out takes nothing away by mistake.
///
/// # Errors
/// Where the value is refused.
pub fn nullable<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    Option::deserialize(deserializer)
}

/// The output of a list.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "{T}Page")]
pub struct Items<T> {
    /// What the list shows.
    pub items: Vec<T>,
    /// The cursor of the next page; null at the end. A page may be short and still carry one.
    pub next: Option<String>,
}

impl<T> Items<T> {
    /// Nothing at all.
    #[must_use]
    pub const fn none() -> Self {
        Self { items: Vec::new(), next: None }
    }
}

impl<'de, H: Head, R: Deserialize<'de>> Deserialize<'de> for With<H, R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members(PhantomData))
    }
}

struct Members<H, R>(PhantomData<(H, R)>);

impl<'de, H: Head, R: Deserialize<'de>> Visitor<'de> for Members<H, R> {
    type Value = With<H, R>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a map")
    }

    fn visit_map<M: MapAccess<'de>>(self, members: M) -> Result<With<H, R>, M::Error> {
        let mut read = H::Read::default();
        let rest = R::deserialize(MapAccessDeserializer::new(Rest::<H, M> { members, read: &mut read }))?;
        Ok(With { head: H::finish(read)?, rest })
    }
}

/// The members that aren't the head's; those are read on the way.
struct Rest<'r, H: Head, M> {
    members: M,
    read: &'r mut H::Read,
}

impl<'de, H: Head, M: MapAccess<'de>> MapAccess<'de> for Rest<'_, H, M> {
    type Error = M::Error;

    fn next_key_seed<K: serde::de::DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, M::Error> {
        while let Some(name) = self.members.next_key::<Cow<'de, str>>()? {
            if !H::take(&name, self.read, &mut self.members)? {
                return seed.deserialize(name.into_deserializer()).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: serde::de::DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, M::Error> {
        self.members.next_value_seed(seed)
    }
}

impl<H: JsonSchema, R: JsonSchema> JsonSchema for With<H, R> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("{}With{}", R::schema_name(), H::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (mut head, mut schema) = (H::json_schema(generator), R::json_schema(generator));
        let object = schema.ensure_object();
        if let Some(Value::Object(members)) = head.remove("properties") {
            let properties = object.entry("properties").or_insert_with(|| Value::Object(serde_json::Map::new()));
            properties.as_object_mut().into_iter().for_each(|properties| properties.extend(members.clone()));
        }
        if let Some(Value::Array(mut required)) = head.remove("required") {
            required.extend(object.remove("required").and_then(|rest| rest.as_array().cloned()).into_iter().flatten());
            object.insert("required".into(), Value::Array(required));
        }
        schema
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;
    use shared::domain::money::Yen;
    use shared::endpoint::Spec;
    use shared::error::Error;
    use shared::input::{match_path, parse};

    head! {
        /// Where it belongs.
        pub struct Place {
            /// The place.
            pub id: shared::domain::id::ClaimId,
            /// A number.
            pub number: u8,
        }
    }

    #[derive(Debug, Deserialize, Serialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Entered {
        lines: Vec<Line>,
        #[serde(default)]
        note: Option<String>,
    }

    #[derive(Debug, Deserialize, Serialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Line {
        amount_yen: Yen,
    }

    const ID: &str = "clm_01ARZ3NDEKTSV4RRFFQ69G5FAV";
    const SPEC: Spec = Spec { name: "claim_update", method: shared::endpoint::Method::Put, paths: &["/api/claims/{id}"], ..Spec::USUAL };

    fn read(id: &str, body: Value) -> shared::error::Result<With<Place, Entered>> {
        let matched = match_path(SPEC.paths, &format!("/api/claims/{id}")).unwrap();
        parse(&SPEC, &matched, "", Some("application/json"), body.to_string().as_bytes())
    }

    fn refused(body: Value) -> Vec<(String, String)> {
        let Err(Error::Invalid(errors)) = read(ID, body) else { return Vec::new() };
        let mut found: Vec<_> = errors.into_iter().map(|error| (error.field, error.code.into_owned())).collect();
        // In the order of the members, which depends on what serde_json was built with.
        found.sort();
        found
    }

    #[test]
    fn every_refused_member_of_both_is_named_with_its_place() {
        let pair = |field: &str, code: &str| (field.to_owned(), code.to_owned());
        let With { head, rest } = read(ID, json!({ "lines": [], "number": 1, "note": "n" })).unwrap_or_else(|error| panic!("{error:?}"));
        assert_eq!((head.id.to_string(), head.number, rest.lines.len(), rest.note), (ID.into(), 1, 0, Some("n".into())));
        assert_eq!(
            refused(json!({ "number": "x", "lines": [{ "amount_yen": 1 }, { "amount_yen": -1 }], "extra": 1 })),
            [pair("extra", "field_unknown"), pair("lines[1].amount_yen", "type_invalid"), pair("number", "type_invalid")]
        );
        assert_eq!(refused(json!({})), [pair("lines", "field_missing")]);
        assert_eq!(refused(json!({ "lines": [] })), [pair("number", "field_missing")]);
        assert_eq!(refused(json!({ "lines": [{}], "number": 1 })), [pair("lines[0].amount_yen", "field_missing")]);
        assert!(matches!(read("nothing", json!({ "lines": [], "number": 1 })), Err(Error::NotFound)));
    }

    #[test]
    fn a_page_is_optional_and_bounded() {
        let page = |value| serde_json::from_value::<Paged<Entered>>(value).map(|input| (input.head.limit.get(), input.head.cursor));
        assert_eq!(page(json!({ "lines": [] })).unwrap(), (20, None));
        assert_eq!(page(json!({ "cursor": "c", "lines": [], "limit": "7" })).unwrap(), (7, Some("c".into())));
        assert!(page(json!({ "lines": [], "limit": "101" })).is_err());
    }

    #[test]
    fn the_schema_has_the_members_of_both() {
        let mut generator = SchemaGenerator::default();
        let schema = With::<Place, Entered>::json_schema(&mut generator);
        let members: Vec<&String> = schema.get("properties").unwrap().as_object().unwrap().keys().collect();
        assert_eq!(members.len(), 4, "{members:?}");
        assert_eq!(schema.get("required"), Some(&json!(["id", "number", "lines"])));
        assert_eq!(schema.get("additionalProperties"), Some(&json!(false)));
    }
}
