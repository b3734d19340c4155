//! Insured animals (被保険動物) of policyholders.

pub mod create;
pub mod find;
pub mod list;
pub mod search;
pub mod show;
pub mod update;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use shared::caller::Tenant;
use shared::domain::animal::{Animal, Sex, Species};
use shared::domain::id::{AccountId, AnimalId, PolicyholderId};
use shared::domain::label::{Label, Labels};
use shared::domain::text::{Line, Note};
use shared::domain::time::{Timestamp, rfc3339};
use shared::error::{Error, Result};
use shared::key::{self, Key, Kind};

/// The key of an animal.
#[must_use]
pub fn animal_key(tenant: Tenant, id: AnimalId) -> Key {
    key::record(tenant, Kind::Animal, &id.to_string())
}

/// An animal with everything entered.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AnimalView {
    /// Its identifier.
    pub id: AnimalId,
    /// Whose.
    pub policyholder: PolicyholderId,
    /// 名前.
    pub name: Line<100>,
    /// 種別.
    pub species: Species,
    /// 品種.
    pub breed: Option<Line<100>>,
    /// 性別.
    pub sex: Option<Sex>,
    /// 生年月日.
    pub born_on: Option<NaiveDate>,
    /// 備考.
    pub note: Option<Note<2000>>,
    /// Its labels.
    pub labels: Vec<Label>,
    /// Who entered it.
    pub created_by: AccountId,
    /// When.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub created_at: Timestamp,
    /// When it was last changed.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub updated_at: Timestamp,
}

impl AnimalView {
    /// The view of an opened animal.
    ///
    /// # Errors
    /// Where a personal field wasn't opened: a fault of the handler.
    pub fn new(animal: &Animal, labels: &Labels) -> Result<Self> {
        let sealed = || Error::internal("an animal is shown without being opened");
        Ok(Self {
            id: animal.id,
            policyholder: animal.policyholder,
            name: animal.name.get().ok_or_else(sealed)?.clone(),
            species: animal.species,
            breed: animal.breed.get().ok_or_else(sealed)?.clone(),
            sex: animal.sex,
            born_on: animal.born_on,
            note: animal.note.get().ok_or_else(sealed)?.clone(),
            labels: labels.of(&animal.labels),
            created_by: animal.created_by,
            created_at: animal.created_at,
            updated_at: animal.updated_at,
        })
    }
}
