//! POST /api/animals: a new animal of a policyholder.

use crate::animals::AnimalView;
use crate::policyholders::policyholder_key;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::animal::{Animal, AnimalDetails, Sex, Species};
use shared::domain::id::PolicyholderId;
use shared::domain::label::Labels;
use shared::domain::policyholder::Policyholder;
use shared::domain::role::Role;
use shared::domain::text::{Line, Note};
use shared::domain::time::day;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct AnimalCreate;

/// What is entered.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Whose.
    pub policyholder: PolicyholderId,
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

impl Endpoint for AnimalCreate {
    const SPEC: Spec = Spec {
        name: "animal_create",
        summary: ("被保険動物を登録する", "Create an animal"),
        method: Method::Post,
        paths: &["/api/animals"],
        access: Access::Role(Role::Clerk),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        status: 201,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = AnimalView;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<AnimalView>> {
        let tenant = caller.tenant()?;
        let (name, species, breed, sex) = (input.name, input.species, input.breed, input.sex);
        let entered = AnimalDetails { name, species, breed, sex, born_on: input.born_on, note: input.note };
        crate::refuse_fields(entered.validate(day(view.now())))?;
        let policyholder = view.load::<Policyholder>(&policyholder_key(tenant, input.policyholder)).await;
        let policyholder = policyholder.map_err(crate::unknown("policyholder", "policyholder_unknown"))?;
        let animal = Animal::create(view.identifier()?, policyholder.id, entered, caller.account()?, view.now());
        let output = AnimalView::new(&animal, &Labels::empty(tenant.id()))?;
        Change::reply(output).create(tenant, &animal, Event::AnimalCreated)
    }
}
