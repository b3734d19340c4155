//! Organizations (組織): the customers, with their contract.

use super::id::OrganizationId;
use super::mail_address::MailAddress;
use super::personal::Personal;
use super::refusal::{FieldRefusal, Refusal};
use super::text::Line;
use super::time::{Timestamp, rfc3339};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Where a contract is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContractState {
    /// 契約中.
    Active,
    /// 終了.
    Ended,
}

/// The contract (契約).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contract {
    /// 契約開始日.
    #[serde(deserialize_with = "crate::domain::date::strict")]
    pub start_date: NaiveDate,
    /// 契約終了日, if one is set.
    #[serde(default, deserialize_with = "crate::domain::date::strict")]
    pub end_date: Option<NaiveDate>,
    /// 準拠法 (WP16), such as 日本法.
    pub governing_law: Line<100>,
    /// 管轄裁判所, such as 東京地方裁判所.
    pub jurisdiction: Line<100>,
    /// 変更の事前通知: how many days before it takes effect a change is told (WP8); 30 where the contract says nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice_days: Option<u16>,
}

/// A time of day, `HH:MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay {
    minutes: u16,
}

impl TimeOfDay {
    /// Minutes since midnight, 0–1439.
    #[must_use]
    pub const fn minutes(self) -> u16 {
        self.minutes
    }
}

impl std::str::FromStr for TimeOfDay {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        // Rust's numbers may carry a sign.
        let number = |text: &str| (text.len() == 2 && !text.starts_with('+')).then(|| text.parse::<u16>().ok()).flatten();
        let (hours, minutes) = text.split_once(':').ok_or(Refusal::TimeOfDayInvalid)?;
        match (number(hours), number(minutes)) {
            (Some(hours @ 0..=23), Some(minutes @ 0..=59)) => Ok(Self { minutes: hours * 60 + minutes }),
            _ => Err(Refusal::TimeOfDayInvalid),
        }
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:02}:{:02}", self.minutes / 60, self.minutes % 60))
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for TimeOfDay {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "TimeOfDay".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$" })
    }
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    /// 月.
    Monday,
    /// 火.
    Tuesday,
    /// 水.
    Wednesday,
    /// 木.
    Thursday,
    /// 金.
    Friday,
    /// 土.
    Saturday,
    /// 日.
    Sunday,
}

/// Business hours (営業時間): incidents are reported by them (WP14).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BusinessHours {
    /// 営業曜日.
    pub days: Vec<Weekday>,
    /// 開始.
    pub opens_at: TimeOfDay,
    /// 終了.
    pub closes_at: TimeOfDay,
}

impl BusinessHours {
    /// What is wrong with them.
    #[must_use]
    pub fn validate(&self) -> Vec<FieldRefusal> {
        let mut refusals = Vec::new();
        if self.days.is_empty() {
            refusals.push(FieldRefusal::new("business_hours.days", Refusal::BusinessDaysEmpty));
        }
        if self.opens_at >= self.closes_at {
            refusals.push(FieldRefusal::new("business_hours.closes_at", Refusal::PeriodInvalid));
        }
        refusals
    }
}

/// A contact (連絡先) that notices go to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// 氏名・部署.
    pub name: Line<100>,
    /// メールアドレス.
    pub mail_address: MailAddress,
}

/// What is wrong with contacts beyond what each holds: a mail address that stands twice would be mailed twice, and the second
/// is the one to be changed.
#[must_use]
pub fn repeated_contacts(contacts: &[Contact]) -> Vec<FieldRefusal> {
    let mut seen = std::collections::BTreeSet::new();
    let repeated = contacts.iter().enumerate().filter(|(_, contact)| !seen.insert(&contact.mail_address));
    repeated.map(|(place, _)| FieldRefusal::new(format!("contacts[{place}].mail_address"), Refusal::ContactRepeated)).collect()
}

/// An organization.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Organization {
    /// Its identifier.
    pub id: OrganizationId,
    /// 名称. A company's name is no personal value.
    pub name: Line<100>,
    /// The contract.
    pub contract: Contract,
    /// Where the contract is.
    pub state: ContractState,
    /// Who notices go to.
    pub contacts: Personal<Vec<Contact>>,
    /// 営業時間.
    pub business_hours: BusinessHours,
    /// 休業日, besides weekends and holidays.
    #[serde(deserialize_with = "crate::domain::date::strict")]
    pub closed_days: Vec<NaiveDate>,
    /// What it demands of its accounts.
    #[serde(default)]
    pub security: super::security::Security,
    /// The day whose digest was mailed last.
    #[serde(default, deserialize_with = "crate::domain::date::strict", skip_serializing_if = "Option::is_none")]
    pub digested_on: Option<NaiveDate>,
    /// What it last said to mail through a provider abroad.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail_consent: Option<super::mail_consent::MailConsent>,
    /// Its KMS key.
    pub kms_key: String,
    /// When it was opened.
    #[serde(with = "rfc3339")]
    pub created_at: Timestamp,
}

impl Organization {
    /// With what its administrators may change; days stand in their order, each once, so that the same settings always read the same.
    #[must_use]
    pub fn with_settings(self, contacts: Vec<Contact>, mut business_hours: BusinessHours, mut closed_days: Vec<NaiveDate>) -> Self {
        closed_days.sort_unstable();
        closed_days.dedup();
        business_hours.days.sort_unstable();
        business_hours.days.dedup();
        Self { contacts: self.contacts.replace(contacts), business_hours, closed_days, ..self }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn closed_days_stand_in_their_order_each_once_and_contacts_keep_their_seal_unless_they_change() {
        let contact = |name: &str| Contact { name: name.parse().unwrap(), mail_address: "a@demo.example".parse().unwrap() };
        let organization = Organization {
            contacts: Personal::Clear { value: vec![contact("業務部")], seal: Some("s".into()) },
            ..crate::domain::contract::tests::organization(None)
        };
        let days = ["2026-12-31", "2026-12-29", "2026-12-31"].map(|day| day.parse().unwrap());
        let hours = organization.business_hours.clone();
        let same = organization.clone().with_settings(vec![contact("業務部")], hours.clone(), days.into());
        assert_eq!(same.closed_days, ["2026-12-29", "2026-12-31"].map(|day| day.parse().unwrap()));
        assert!(matches!(same.contacts, Personal::Clear { seal: Some(_), .. }));
        let changed = organization.with_settings(vec![contact("総務部")], hours, Vec::new());
        assert!(matches!(changed.contacts, Personal::Clear { seal: None, .. }) && changed.closed_days.is_empty());
    }

    #[test]
    fn of_two_contacts_with_one_address_the_second_is_refused() {
        let contact = |address: &str| Contact { name: "業務部".parse().unwrap(), mail_address: address.parse().unwrap() };
        let contacts = ["a@demo.example", "b@demo.example", "A@demo.example"].map(contact);
        assert_eq!(repeated_contacts(&contacts), [FieldRefusal::new("contacts[2].mail_address", Refusal::ContactRepeated)]);
        assert_eq!(repeated_contacts(&contacts[..2]), []);
    }

    #[test]
    fn times_of_day_are_four_digits() {
        assert_eq!("09:30".parse::<TimeOfDay>().unwrap().minutes(), 570);
        for bad in ["9:30", "24:00", "12:60", "1230", "ab:cd", "+1:00"] {
            assert!(bad.parse::<TimeOfDay>().is_err(), "{bad}");
        }
    }
}
