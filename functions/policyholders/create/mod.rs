//! POST /api/policyholders: a new policyholder.

use crate::policyholders::PolicyholderView;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::label::Labels;
use shared::domain::policyholder::{Policyholder, PolicyholderDetails};
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct PolicyholderCreate;

impl Endpoint for PolicyholderCreate {
    const SPEC: Spec = Spec {
        name: "policyholder_create",
        summary: ("契約者を登録する", "Create a policyholder"),
        method: Method::Post,
        paths: &["/api/policyholders"],
        access: Access::Role(Role::Clerk),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        status: 201,
        ..Spec::USUAL
    };
    type Input = PolicyholderDetails;
    type Output = PolicyholderView;

    async fn handle(caller: &Caller, input: PolicyholderDetails, view: &View<'_>) -> Result<Change<PolicyholderView>> {
        let tenant = caller.tenant()?;
        let policyholder = Policyholder::create(view.identifier()?, input, caller.account()?, view.now());
        let output = PolicyholderView::new(&policyholder, &Labels::empty(tenant.id()))?;
        Change::reply(output).create(tenant, &policyholder, Event::PolicyholderCreated)
    }
}
