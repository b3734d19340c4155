//! PUT /api/animals/{id}: the animal as it should read; its policyholder stays.

use crate::animals::{AnimalView, animal_key};
use crate::input::With;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::animal::{Animal, AnimalDetails};
use shared::domain::id::AnimalId;
use shared::domain::role::Role;
use shared::domain::time::day;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::key;
use shared::view::View;

/// The endpoint.
pub struct AnimalUpdate;

crate::head! {
    /// Which one.
    pub struct Which {
        /// The animal.
        pub id: AnimalId,
    }
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
    type Input = With<Which, AnimalDetails>;
    type Output = AnimalView;

    async fn handle(caller: &Caller, input: With<Which, AnimalDetails>, view: &View<'_>) -> Result<Change<AnimalView>> {
        let tenant = caller.tenant()?;
        let With { head, rest: entered } = input;
        crate::refuse_fields(entered.validate(day(view.now())))?;
        let (animal_key, labels_key) = (animal_key(tenant, head.id), key::labels(tenant));
        let batch = view.batch_open(tenant, &[animal_key.clone(), labels_key]).await?;
        let stored = batch.record::<Animal>(&animal_key)?;
        let animal = stored.record().update(entered, view.now());
        let output = AnimalView::new(&animal, &crate::labels::labels(&batch, tenant)?)?;
        Change::reply(output).update(tenant, &stored, &animal, Event::AnimalUpdated)
    }
}
