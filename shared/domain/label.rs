//! Labels (ラベル, WP4): any label on any registered information.

use super::id::{LabelId, OrganizationId};
use super::refusal::Refusal;
use super::text::Line;
use serde::{Deserialize, Deserializer, Serialize};
use std::str::FromStr;

/// How many labels an organization has at most.
pub const LABELS: usize = 200;
/// How many labels a record carries at most.
pub const LABELS_PER_RECORD: usize = 20;

/// A colour (色): `#RRGGBB`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Colour(String);

impl FromStr for Colour {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let digits = text.strip_prefix('#').ok_or(Refusal::ColourInvalid)?;
        if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err(Refusal::ColourInvalid)
        }
    }
}

impl<'de> Deserialize<'de> for Colour {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for Colour {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Colour".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^#[0-9A-Fa-f]{6}$" })
    }
}

/// A label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Label {
    /// Its identifier.
    pub id: LabelId,
    /// 名称.
    pub name: Line<50>,
    /// 色.
    pub colour: Colour,
    /// 並び順: smaller first.
    pub order: u16,
}

/// All labels of an organization, in one record: few, changed seldom, and read with every record that shows labels.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Labels {
    /// Whose.
    pub organization: OrganizationId,
    /// The labels, in their order.
    pub labels: Vec<Label>,
    /// Deleted labels that a job still takes off records; readers pass them over.
    pub deleted: Vec<LabelId>,
}

impl Labels {
    /// No labels yet.
    #[must_use]
    pub const fn empty(organization: OrganizationId) -> Self {
        Self { organization, labels: Vec::new(), deleted: Vec::new() }
    }

    /// A label that isn't deleted.
    #[must_use]
    pub fn find(&self, id: LabelId) -> Option<&Label> {
        self.labels.iter().find(|label| label.id == id)
    }

    /// With one more label, or with a label changed.
    ///
    /// # Errors
    /// [`Refusal::LabelNameTaken`], [`Refusal::TooManyLabels`].
    pub fn put(mut self, label: Label) -> Result<Self, Refusal> {
        if self.labels.iter().any(|other| other.id != label.id && other.name == label.name) {
            return Err(Refusal::LabelNameTaken);
        }
        self.labels.retain(|other| other.id != label.id);
        if self.labels.len() >= LABELS {
            return Err(Refusal::TooManyLabels);
        }
        self.labels.push(label);
        self.labels.sort_by_key(|label| (label.order, label.id));
        Ok(self)
    }

    /// Without a label; a job takes it off the records that carry it.
    #[must_use]
    pub fn delete(mut self, id: LabelId) -> Self {
        self.labels.retain(|label| label.id != id);
        if !self.deleted.contains(&id) {
            self.deleted.push(id);
        }
        self
    }

    /// After the job took a deleted label off every record.
    #[must_use]
    pub fn swept(mut self, id: LabelId) -> Self {
        self.deleted.retain(|deleted| *deleted != id);
        self
    }

    /// The labels of a record, without deleted ones.
    #[must_use]
    pub fn of(&self, ids: &[LabelId]) -> Vec<Label> {
        self.labels.iter().filter(|label| ids.contains(&label.id)).cloned().collect()
    }
}

/// The labels of a record with one more.
///
/// # Errors
/// [`Refusal::TooManyLabels`].
pub fn attach(mut labels: Vec<LabelId>, label: LabelId) -> Result<Vec<LabelId>, Refusal> {
    if !labels.contains(&label) {
        labels.push(label);
    }
    if labels.len() > LABELS_PER_RECORD { Err(Refusal::TooManyLabels) } else { Ok(labels) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::id::{Identifier, Unique};

    fn id(number: u8) -> Unique {
        Unique::new(crate::domain::time::in_japan(chrono::DateTime::UNIX_EPOCH), [number; 10])
    }

    fn label(number: u8, name: &str, order: u16) -> Label {
        Label { id: LabelId::from_unique(id(number)), name: name.parse().unwrap(), colour: "#00FF00".parse().unwrap(), order }
    }

    #[test]
    fn labels_keep_their_order_and_names_stand_once() {
        let labels = Labels::empty(OrganizationId::from_unique(id(0))).put(label(1, "a", 2)).unwrap().put(label(2, "b", 1)).unwrap();
        assert_eq!(labels.labels[0].name.as_str(), "b");
        assert_eq!(labels.clone().put(label(3, "a", 0)).unwrap_err(), Refusal::LabelNameTaken);
        assert_eq!(labels.put(label(1, "a", 0)).unwrap().labels[0].name.as_str(), "a");
    }

    #[test]
    fn a_deleted_label_is_passed_over() {
        let (first, second) = (label(1, "a", 1), label(2, "b", 2));
        let labels =
            Labels::empty(OrganizationId::from_unique(id(0))).put(first.clone()).unwrap().put(second.clone()).unwrap().delete(first.id);
        assert_eq!(labels.of(&[first.id, second.id]), [second]);
        assert!(labels.deleted.contains(&first.id) && labels.swept(first.id).deleted.is_empty());
    }

    #[test]
    fn a_record_carries_twenty_at_most() {
        let many: Vec<LabelId> = (0..20).map(|number| LabelId::from_unique(id(number))).collect();
        assert!(attach(many.clone(), many[0]).is_ok());
        assert_eq!(attach(many, LabelId::from_unique(id(99))), Err(Refusal::TooManyLabels));
    }
}
