//! POST /api/policies: a policy on an animal, under the terms that the product has today.

use crate::animals::animal_key;
use crate::input::With;
use crate::policies::PolicyView;
use crate::products::product_key;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::animal::Animal;
use shared::domain::id::{AnimalId, ProductId};
use shared::domain::label::Labels;
use shared::domain::policy::{Policy, PolicyDetails, PolicySubject};
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::records::Product;
use shared::view::View;

/// The endpoint.
pub struct PolicyCreate;

crate::head! {
    /// What is insured, and how.
    pub struct Insured {
        /// The insured animal; its policyholder is the policy's.
        pub animal: AnimalId,
        /// The product.
        pub product: ProductId,
    }
}

impl Endpoint for PolicyCreate {
    const SPEC: Spec = Spec {
        name: "policy_create",
        summary: ("保険契約を登録する", "Create a policy"),
        method: Method::Post,
        paths: &["/api/policies"],
        access: Access::Role(Role::Clerk),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        status: 201,
        ..Spec::USUAL
    };
    type Input = With<Insured, PolicyDetails>;
    type Output = PolicyView;

    async fn handle(caller: &Caller, input: With<Insured, PolicyDetails>, view: &View<'_>) -> Result<Change<PolicyView>> {
        let tenant = caller.tenant()?;
        let With { head, rest: entered } = input;
        crate::refuse_fields(crate::under("period", entered.period.validate()))?;
        let (animal_key, product_key) = (animal_key(tenant, head.animal), product_key(tenant, head.product));
        let batch = view.batch(&[animal_key.clone(), product_key.clone()]).await?;
        let animal = batch.record::<Animal>(&animal_key).map_err(crate::unknown("animal", "animal_unknown"))?;
        let product = batch.record::<Product>(&product_key).map_err(crate::unknown("product", "product_unknown"))?;
        let subject = PolicySubject { id: view.identifier()?, animal: animal.id, policyholder: animal.policyholder, product: product.id };
        let policy = Policy::create(subject, product.terms.clone(), entered, caller.account()?, view.now());
        let output = PolicyView::new(&policy, &Labels::empty(tenant.id()))?;
        Change::reply(output).create(tenant, &policy, Event::PolicyCreated)
    }
}
