//! POST /api/claims/{id}/submit: the claimant's papers are complete; the 30-day clock starts.

use crate::claims::{ClaimStep, claim_key};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::claim::Claim;
use shared::domain::id::ClaimId;
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct ClaimSubmit;

/// Which claim.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The claim.
    pub id: ClaimId,
}

impl Endpoint for ClaimSubmit {
    const SPEC: Spec = Spec {
        name: "claim_submit",
        summary: ("保険金請求を受け付ける(書類完備、支払期限30日の起算)", "Submit a claim: the papers are complete and the 30 days begin"),
        method: Method::Post,
        paths: &["/api/claims/{id}/submit"],
        access: Access::Role(Role::Clerk),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ClaimStep;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<ClaimStep>> {
        let tenant = caller.tenant()?;
        let stored = view.load::<Claim>(&claim_key(tenant, input.id)).await?;
        let claim = stored.record().submit(caller.account()?, view.now())?;
        Change::reply(ClaimStep::from(&claim)).update(tenant, &stored, &claim, Event::ClaimSubmitted)
    }
}
