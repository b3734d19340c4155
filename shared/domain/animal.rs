//! Insured animals (被保険動物).

use super::deadline::accepted;
use super::id::{AccountId, AnimalId, LabelId, PolicyholderId};
use super::personal::Personal;
use super::refusal::{FieldRefusal, Refusal};
use super::search::name_terms;
use super::text::{Line, Note};
use super::time::{Timestamp, rfc3339};
use crate::record::Term;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The species (種別).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Species {
    /// 犬.
    Dog,
    /// 猫.
    Cat,
    /// 鳥.
    Bird,
    /// うさぎ.
    Rabbit,
    /// その他.
    Other,
}

/// The sex (性別).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// オス.
    Male,
    /// メス.
    Female,
    /// 不明.
    Unknown,
}

/// What is entered about an animal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnimalDetails {
    /// 名前.
    pub name: Line<100>,
    /// 種別.
    pub species: Species,
    /// 品種.
    #[serde(default)]
    pub breed: Option<Line<100>>,
    /// 性別.
    #[serde(default)]
    pub sex: Option<Sex>,
    /// 生年月日: today at the latest.
    #[serde(default, deserialize_with = "crate::domain::date::strict")]
    pub born_on: Option<NaiveDate>,
    /// マイクロチップ番号, 備考.
    #[serde(default)]
    pub note: Option<Note<2000>>,
}

/// An insured animal. What is entered as free text is personal.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Animal {
    /// Its identifier.
    pub id: AnimalId,
    /// Whose.
    pub policyholder: PolicyholderId,
    /// 名前.
    pub name: Personal<Line<100>>,
    /// 種別.
    pub species: Species,
    /// 品種.
    pub breed: Personal<Option<Line<100>>>,
    /// 性別.
    pub sex: Option<Sex>,
    /// 生年月日.
    #[serde(default, deserialize_with = "crate::domain::date::strict")]
    pub born_on: Option<NaiveDate>,
    /// 備考.
    pub note: Personal<Option<Note<2000>>>,
    /// Its labels.
    pub labels: Vec<LabelId>,
    /// Who entered it.
    pub created_by: AccountId,
    /// When.
    #[serde(with = "rfc3339")]
    pub created_at: Timestamp,
    /// When it was last changed.
    #[serde(with = "rfc3339")]
    pub updated_at: Timestamp,
}

impl AnimalDetails {
    /// Every rule that the details break; empty where they are sound.
    #[must_use]
    pub fn validate(&self, today: NaiveDate) -> Vec<FieldRefusal> {
        let born = self.born_on.map(|day| if day > today { Err(Refusal::DateInvalid) } else { accepted(day) });
        born.and_then(Result::err).map(|refusal| FieldRefusal::new("born_on", refusal)).into_iter().collect()
    }
}

impl Animal {
    /// A new animal of a policyholder.
    #[must_use]
    pub fn create(id: AnimalId, policyholder: PolicyholderId, details: AnimalDetails, by: AccountId, now: Timestamp) -> Self {
        Self {
            id,
            policyholder,
            name: Personal::new(details.name),
            species: details.species,
            breed: Personal::new(details.breed),
            sex: details.sex,
            born_on: details.born_on,
            note: Personal::new(details.note),
            labels: Vec::new(),
            created_by: by,
            created_at: now,
            updated_at: now,
        }
    }

    /// With other details; what didn't change keeps its seal.
    #[must_use]
    pub fn update(self, details: AnimalDetails, now: Timestamp) -> Self {
        Self {
            name: self.name.replace(details.name),
            species: details.species,
            breed: self.breed.replace(details.breed),
            sex: details.sex,
            born_on: details.born_on,
            note: self.note.replace(details.note),
            updated_at: now,
            ..self
        }
    }

    /// What it is found by.
    #[must_use]
    pub fn terms(&self) -> Option<Vec<Term>> {
        let name = self.name.get()?;
        Some(name_terms(name.as_str()).into_iter().map(|text| Term { list: "animal.name", text }).collect())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_animal_is_born_by_today() {
        let today: NaiveDate = "2026-04-01".parse().unwrap();
        for (born_on, sound) in [(None, true), (Some("2026-04-01"), true), (Some("2026-04-02"), false), (Some("1899-12-31"), false)] {
            let born_on = born_on.map(|day| day.parse().unwrap());
            let details =
                AnimalDetails { name: "ポチ".parse().unwrap(), species: Species::Dog, breed: None, sex: None, born_on, note: None };
            assert_eq!(details.validate(today).is_empty(), sound, "{born_on:?}");
        }
    }
}
