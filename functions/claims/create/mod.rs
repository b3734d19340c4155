//! POST /api/claims: a claim with the lines of its statement, as a draft.

use crate::claims::{ClaimView, check};
use crate::input::With;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::claim::{Claim, ClaimInput, ClaimSubject};
use shared::domain::id::PolicyId;
use shared::domain::label::Labels;
use shared::domain::policy::Policy;
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::key::{self, Kind};
use shared::view::View;

/// The endpoint.
pub struct ClaimCreate;

crate::head! {
    /// Where it belongs.
    pub struct Under {
        /// The policy under which is claimed.
        pub policy: PolicyId,
    }
}

impl Endpoint for ClaimCreate {
    const SPEC: Spec = Spec {
        name: "claim_create",
        summary: ("保険金請求を下書きとして登録する", "Create a claim as a draft"),
        method: Method::Post,
        paths: &["/api/claims"],
        access: Access::Role(Role::Clerk),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        status: 201,
        ..Spec::USUAL
    };
    type Input = With<Under, ClaimInput>;
    type Output = ClaimView;

    async fn handle(caller: &Caller, input: With<Under, ClaimInput>, view: &View<'_>) -> Result<Change<ClaimView>> {
        let tenant = caller.tenant()?;
        let With { head, rest: entered } = input;
        check(&entered)?;
        let policy = view.load::<Policy>(&key::record(tenant, Kind::Policy, &head.policy.to_string())).await;
        let policy = policy.map_err(crate::unknown("policy", "policy_unknown"))?;
        let Policy { id, animal, policyholder, product, .. } = *policy;
        let subject = ClaimSubject { id: view.identifier()?, policy: id, animal, policyholder, product };
        let claim = Claim::create(subject, entered, caller.account()?, view.now())?;
        let output = ClaimView::new(&claim, &Labels::empty(tenant.id()))?;
        Change::reply(output).create(tenant, &claim, Event::ClaimCreated)
    }
}
