//! JSON whose objects name no member twice.

use serde_json::{Map, Value};

/// A JSON value in which no object names a member twice: serde_json alone would take the last.
pub struct Distinct(pub Value);

impl<'de> serde::Deserialize<'de> for Distinct {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_any(DistinctVisitor).map(Self)
    }
}

struct DistinctVisitor;

impl<'de> serde::de::Visitor<'de> for DistinctVisitor {
    type Value = Value;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("JSON")
    }
    fn visit_unit<E>(self) -> std::result::Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E>(self, value: bool) -> std::result::Result<Value, E> {
        Ok(value.into())
    }
    fn visit_u64<E>(self, value: u64) -> std::result::Result<Value, E> {
        Ok(value.into())
    }
    fn visit_i64<E>(self, value: i64) -> std::result::Result<Value, E> {
        Ok(value.into())
    }
    fn visit_f64<E>(self, value: f64) -> std::result::Result<Value, E> {
        Ok(value.into())
    }
    fn visit_str<E>(self, value: &str) -> std::result::Result<Value, E> {
        Ok(value.into())
    }
    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut items: A) -> std::result::Result<Value, A::Error> {
        let mut read = Vec::new();
        while let Some(Distinct(item)) = items.next_element()? {
            read.push(item);
        }
        Ok(Value::Array(read))
    }
    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut members: A) -> std::result::Result<Value, A::Error> {
        let mut read = Map::new();
        while let Some((name, Distinct(member))) = members.next_entry::<String, Distinct>()? {
            if read.insert(name, member).is_some() {
                return Err(serde::de::Error::custom("a member stands twice"));
            }
        }
        Ok(Value::Object(read))
    }
}
