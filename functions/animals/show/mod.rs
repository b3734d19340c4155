//! GET /api/animals/{id}: an animal with everything entered.

use crate::animals::{AnimalView, animal_key};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::animal::Animal;
use shared::domain::id::AnimalId;
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::key;
use shared::view::View;

/// The endpoint.
pub struct AnimalShow;

/// Which animal.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The animal.
    pub id: AnimalId,
}

impl Endpoint for AnimalShow {
    const SPEC: Spec = Spec {
        name: "animal_show",
        summary: ("被保険動物を表示する", "Show an animal"),
        paths: &["/api/animals/{id}"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = AnimalView;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<AnimalView>> {
        let tenant = caller.tenant()?;
        let (animal_key, labels_key) = (animal_key(tenant, input.id), key::labels(tenant));
        let batch = view.batch_open(tenant, &[animal_key.clone(), labels_key]).await?;
        let animal = batch.record::<Animal>(&animal_key)?;
        let output = AnimalView::new(&animal, &crate::labels::labels(&batch, tenant)?)?;
        Ok(Change::reply(output).at_version(animal.version()))
    }
}
