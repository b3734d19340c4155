//! PUT /api/animals/{id}: the animal as it should read; its policyholder stays.

use crate::animals::{AnimalView, animal_key};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::animal::{Animal, AnimalDetails, Sex, Species};
use shared::domain::id::AnimalId;
use shared::domain::role::Role;
use shared::domain::text::{Line, Note};
use shared::domain::time::day;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::key;
use shared::view::View;

/// The endpoint.
pub struct AnimalUpdate;

/// What is entered.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The animal.
    pub id: AnimalId,
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
    #[serde(default, deserialize_with = "shared::domain::date::strict")]
    pub born_on: Option<NaiveDate>,
    /// マイクロチップ番号, 備考.
    #[serde(default)]
    pub note: Option<Note<2000>>,
}

impl Endpoint for AnimalUpdate {
    const SPEC: Spec = Spec {
        name: "animal_update",
        summary: ("被保険動物を変更する", "Change an animal"),
        method: Method::Put,
        paths: &["/api/animals/{id}"],
        access: Access::Role(Role::Clerk),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = AnimalView;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<AnimalView>> {
        let tenant = caller.tenant()?;
        let (name, species, breed, sex) = (input.name, input.species, input.breed, input.sex);
        let entered = AnimalDetails { name, species, breed, sex, born_on: input.born_on, note: input.note };
        crate::refuse_fields(entered.validate(day(view.now())))?;
        let (animal_key, labels_key) = (animal_key(tenant, input.id), key::labels(tenant));
        let batch = view.batch_open(tenant, &[animal_key.clone(), labels_key]).await?;
        let stored = batch.record::<Animal>(&animal_key)?;
        let animal = stored.record().update(entered, view.now());
        let output = AnimalView::new(&animal, &crate::labels::labels(&batch, tenant)?)?;
        Change::reply(output).update(tenant, &stored, &animal, Event::AnimalUpdated)
    }
}
