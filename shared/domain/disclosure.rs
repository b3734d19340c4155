//! Disclosure to a court or authority (法令に基づく開示, WP15): named records and fields only, by an order, with two operators.

use super::erasure::Signature;
use super::id::{DisclosureId, OrganizationId};
use super::operator::Countersigned;
use super::refusal::{FieldRefusal, Refusal};
use super::text::Line;
use crate::key::Kind;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How many records a disclosure names at most.
pub const DISCLOSED_RECORDS: usize = 100;
/// How many fields of a record it names at most.
pub const DISCLOSED_FIELDS: usize = 50;

/// Where a disclosure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DisclosureState {
    /// 指示済: waits for the second operator.
    Instructed,
    /// 開示済.
    Exported,
}

/// A record, and which of its fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DisclosedRecord {
    /// 種類.
    pub kind: Kind,
    /// 識別子.
    pub id: String,
    /// 項目: members of the record by name, such as `name` or `bank_account`.
    pub fields: Vec<String>,
}

/// The order (命令) of a court or authority.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// 発令機関.
    pub authority: Line<200>,
    /// 事件番号・文書番号.
    pub reference: Line<200>,
    /// 発令日.
    #[serde(deserialize_with = "crate::domain::date::strict")]
    pub issued_on: NaiveDate,
    /// 通知禁止期限: until this day the organization must not know.
    #[serde(default, deserialize_with = "crate::domain::date::strict")]
    pub notice_forbidden_until: Option<NaiveDate>,
}

/// A disclosure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosure {
    /// Its identifier.
    pub id: DisclosureId,
    /// Whose data.
    pub organization: OrganizationId,
    /// The order.
    pub order: Order,
    /// What is disclosed.
    pub records: Vec<DisclosedRecord>,
    /// Where it is.
    pub state: DisclosureState,
    /// Who entered it.
    pub entered: Signature,
    /// Who countersigned it and took the export.
    pub countersigned: Option<Signature>,
    /// The SHA-256 (hexadecimal) of what was handed out.
    pub export_hash: Option<String>,
    /// Whether the organization knows.
    pub known: bool,
}

impl Disclosure {
    /// Everything that is wrong with what is to be disclosed.
    #[must_use]
    pub fn refusals(records: &[DisclosedRecord]) -> Vec<FieldRefusal> {
        let mut refusals = Vec::new();
        if records.is_empty() || records.len() > DISCLOSED_RECORDS {
            refusals.push(FieldRefusal::new("records", Refusal::DisclosureRecordsOutOfRange(DISCLOSED_RECORDS)));
        }
        let mut named = BTreeSet::new();
        for (place, record) in records.iter().enumerate().take(DISCLOSED_RECORDS) {
            if !named.insert((record.kind, &record.id)) {
                refusals.push(FieldRefusal::new(format!("records[{place}].id"), Refusal::DisclosureRepeated));
            }
            refusals.extend(record.refusal().map(|refusal| FieldRefusal::new(format!("records[{place}].fields"), refusal)));
        }
        refusals
    }

    /// Whether the organization mustn't know on a day.
    #[must_use]
    pub fn is_hidden(&self, today: NaiveDate) -> bool {
        !self.known && self.order.notice_forbidden_until.is_some_and(|until| today < until)
    }

    /// Countersigned by another operator, with the hash of what is handed out.
    ///
    /// # Errors
    /// [`Refusal::OperatorsSame`] or [`Refusal::DisclosureStateForbids`].
    pub fn export(&self, by: Signature, export_hash: String) -> Result<Self, Refusal> {
        if self.state != DisclosureState::Instructed {
            return Err(Refusal::DisclosureStateForbids);
        }
        Countersigned::new(self.entered.operator.clone(), by.operator.clone())?;
        Ok(Self { state: DisclosureState::Exported, countersigned: Some(by), export_hash: Some(export_hash), ..self.clone() })
    }
}

impl DisclosedRecord {
    fn refusal(&self) -> Option<Refusal> {
        let is_name = |field: &String| {
            (1..=64).contains(&field.len()) && field.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        };
        if self.fields.is_empty() || self.fields.len() > DISCLOSED_FIELDS {
            return Some(Refusal::DisclosureFieldsOutOfRange(DISCLOSED_FIELDS));
        }
        if !self.fields.iter().all(is_name) {
            return Some(Refusal::DisclosureFieldInvalid);
        }
        let distinct: BTreeSet<&String> = self.fields.iter().collect();
        (distinct.len() != self.fields.len()).then_some(Refusal::DisclosureRepeated)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::id::{Identifier, Unique};

    fn record(id: &str, fields: &[&str]) -> DisclosedRecord {
        DisclosedRecord { kind: Kind::Claim, id: id.into(), fields: fields.iter().map(|field| (*field).to_owned()).collect() }
    }

    #[test]
    fn only_named_records_and_fields() {
        let table = [
            (vec![record("clm_1", &["bank_account"])], vec![]),
            (vec![], vec![Refusal::DisclosureRecordsOutOfRange(100)]),
            ((0..101).map(|number| record(&format!("clm_{number}"), &["name"])).collect(), vec![Refusal::DisclosureRecordsOutOfRange(100)]),
            (vec![record("clm_1", &[])], vec![Refusal::DisclosureFieldsOutOfRange(50)]),
            (vec![record("clm_1", &["*"])], vec![Refusal::DisclosureFieldInvalid]),
            (vec![record("clm_1", &["name", "name"])], vec![Refusal::DisclosureRepeated]),
            (vec![record("clm_1", &["name"]), record("clm_1", &["state"])], vec![Refusal::DisclosureRepeated]),
        ];
        for (records, expected) in table {
            let found: Vec<Refusal> = Disclosure::refusals(&records).into_iter().map(|refused| refused.refusal).collect();
            assert_eq!(found, expected, "{records:?}");
        }
    }

    #[test]
    fn two_operators_once_and_hidden_until_the_day() {
        let now = crate::domain::time::in_japan(chrono::DateTime::UNIX_EPOCH);
        let by = |operator: &str| Signature { operator: operator.parse().unwrap(), at: now };
        let unique = Unique::new(now, [1; 10]);
        let disclosure = Disclosure {
            id: DisclosureId::from_unique(unique),
            organization: OrganizationId::from_unique(unique),
            order: Order {
                authority: "東京地方裁判所".parse().unwrap(),
                reference: "令和8年(ワ)第1号".parse().unwrap(),
                issued_on: "2026-10-01".parse().unwrap(),
                notice_forbidden_until: Some("2026-12-01".parse().unwrap()),
            },
            records: vec![record("clm_1", &["name"])],
            state: DisclosureState::Instructed,
            entered: by("alice"),
            countersigned: None,
            export_hash: None,
            known: false,
        };
        assert_eq!(disclosure.export(by("alice"), String::new()).unwrap_err(), Refusal::OperatorsSame);
        let exported = disclosure.export(by("bob"), "hash".into()).unwrap();
        assert_eq!(exported.export(by("bob"), String::new()).unwrap_err(), Refusal::DisclosureStateForbids);
        for (day, hidden) in [("2026-11-30", true), ("2026-12-01", false)] {
            assert_eq!(exported.is_hidden(day.parse().unwrap()), hidden, "{day}");
        }
    }
}
