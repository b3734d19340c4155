//! POST /api/animals: a new animal of a policyholder.

use crate::animals::AnimalView;
use crate::input::With;
use crate::policyholders::policyholder_key;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::animal::{Animal, AnimalDetails};
use shared::domain::id::PolicyholderId;
use shared::domain::label::Labels;
use shared::domain::policyholder::Policyholder;
use shared::domain::role::Role;
use shared::domain::time::day;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct AnimalCreate;

crate::head! {
    /// Where it belongs.
    pub struct Owner {
        /// Whose.
        pub policyholder: PolicyholderId,
    }
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
    type Input = With<Owner, AnimalDetails>;
    type Output = AnimalView;

    async fn handle(caller: &Caller, input: With<Owner, AnimalDetails>, view: &View<'_>) -> Result<Change<AnimalView>> {
        let tenant = caller.tenant()?;
        let With { head, rest: entered } = input;
        crate::refuse_fields(entered.validate(day(view.now())))?;
        let policyholder = view.load::<Policyholder>(&policyholder_key(tenant, head.policyholder)).await;
        let policyholder = policyholder.map_err(crate::unknown("policyholder", "policyholder_unknown"))?;
        let animal = Animal::create(view.identifier()?, policyholder.id, entered, caller.account()?, view.now());
        let output = AnimalView::new(&animal, &Labels::empty(tenant.id()))?;
        Change::reply(output).create(tenant, &animal, Event::AnimalCreated)
    }
}
