//! The size of a page.

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
        deserializer.deserialize_any(LimitVisitor)
    }
}

/// A number in a body; its digits in a query.
struct LimitVisitor;

impl serde::de::Visitor<'_> for LimitVisitor {
    type Value = Limit;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("u32")
    }
    fn visit_u64<E: serde::de::Error>(self, number: u64) -> std::result::Result<Limit, E> {
        match u32::try_from(number) {
            Ok(number @ 1..=100) => Ok(Limit(number)),
            _ => Err(E::custom("limit_out_of_range:1–100")),
        }
    }
    fn visit_i64<E: serde::de::Error>(self, number: i64) -> std::result::Result<Limit, E> {
        self.visit_u64(u64::try_from(number).unwrap_or(0))
    }
    fn visit_str<E: serde::de::Error>(self, text: &str) -> std::result::Result<Limit, E> {
        self.visit_u64(text.parse().unwrap_or(0))
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
