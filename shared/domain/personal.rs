//! Personal values (個人情報): what must never lie readable in the store, a log or an error.

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::SerializeMap};
use std::fmt;

/// The member name that marks a readable personal value on its way to the seal.
pub const CLEAR: &str = "$personal";
/// The member name that marks a sealed personal value at rest.
pub const SEALED: &str = "$sealed";

/// A personal value: sealed as it came from the store, or readable after it was opened.
///
/// Serialised, it always stands in a marker object. The commit seals every marker it finds, so a record can't be
/// stored with a personal value left readable because somebody forgot to list the field; and a marker that reaches a
/// reply shows that a handler returned a record instead of a view.
///
/// A value that was opened and not changed keeps its seal, so that writing a record back costs no key.
#[derive(Clone)]
pub enum Personal<T> {
    /// As it lies in the store.
    Sealed(String),
    /// Readable, with the seal that it was opened from, if any.
    Clear {
        /// The value.
        value: T,
        /// The seal it came from; `None` when the value is new.
        seal: Option<String>,
    },
}

impl<T> Personal<T> {
    /// A new value, to be sealed when it is committed.
    pub const fn new(value: T) -> Self {
        Self::Clear { value, seal: None }
    }

    /// The value, where it was opened.
    pub const fn get(&self) -> Option<&T> {
        match self {
            Self::Sealed(_) => None,
            Self::Clear { value, .. } => Some(value),
        }
    }

    /// Whether the value is readable.
    pub const fn is_clear(&self) -> bool {
        matches!(self, Self::Clear { .. })
    }
}

impl<T: PartialEq> Personal<T> {
    /// The new value, or this one with its seal where nothing changed.
    #[must_use]
    pub fn replace(&self, value: T) -> Self {
        match self {
            Self::Clear { value: present, seal } if *present == value => Self::Clear { value, seal: seal.clone() },
            _ => Self::new(value),
        }
    }
}

impl<T> fmt::Debug for Personal<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Personal(…)")
    }
}

impl<T: Serialize> Serialize for Personal<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        match self {
            Self::Sealed(seal) | Self::Clear { seal: Some(seal), .. } => map.serialize_entry(SEALED, seal)?,
            Self::Clear { value, seal: None } => map.serialize_entry(CLEAR, value)?,
        }
        map.end()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Personal<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // An opened value stands with both members: the value and the seal it came from.
        #[derive(Deserialize)]
        #[serde(bound(deserialize = "T: Deserialize<'de>"))]
        struct Marker<T> {
            #[serde(rename = "$personal", default = "Option::default", deserialize_with = "present")]
            value: Option<T>,
            #[serde(rename = "$sealed", default)]
            seal: Option<String>,
        }
        match Marker::deserialize(deserializer)? {
            Marker { value: Some(value), seal } => Ok(Self::Clear { value, seal }),
            Marker { value: None, seal: Some(seal) } => Ok(Self::Sealed(seal)),
            Marker { value: None, seal: None } => Err(serde::de::Error::custom("neither a personal value nor a seal")),
        }
    }
}

// A member that is there holds a value, and null is one: a phone number that was opened and is none.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn a_new_value_is_marked_for_sealing() {
        assert_eq!(serde_json::to_value(Personal::new("ヤマダ")).unwrap(), json!({ "$personal": "ヤマダ" }));
    }

    #[test]
    fn an_unchanged_value_keeps_its_seal_and_a_changed_one_loses_it() {
        let opened: Personal<String> = serde_json::from_value(json!({ "$personal": "a", "$sealed": "s" })).unwrap();
        assert_eq!(serde_json::to_value(opened.replace("a".into())).unwrap(), json!({ "$sealed": "s" }));
        assert_eq!(serde_json::to_value(opened.replace("b".into())).unwrap(), json!({ "$personal": "b" }));
    }

    #[test]
    fn an_opened_value_that_is_absent_is_open() {
        let opened: Personal<Option<String>> = serde_json::from_value(json!({ "$personal": null, "$sealed": "s" })).unwrap();
        assert_eq!(opened.get(), Some(&None));
        assert_eq!(serde_json::to_value(opened.replace(None)).unwrap(), json!({ "$sealed": "s" }));
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Personal::new("secret")), "Personal(…)");
    }

    #[test]
    fn a_sealed_value_stays_as_it_is() {
        let sealed: Personal<String> = serde_json::from_value(json!({ "$sealed": "s" })).unwrap();
        assert!(sealed.get().is_none());
        assert_eq!(serde_json::to_value(&sealed).unwrap(), json!({ "$sealed": "s" }));
    }
}
