//! POST /api/claims/{id}/assess: what the policy pays for each line, with every figure on the way (査定).

use crate::claims::{ClaimStep, claim_key};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::assessment::{Contract, Finding};
use shared::domain::claim::Claim;
use shared::domain::id::ClaimId;
use shared::domain::policy::Policy;
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::key::{self, Kind};
use shared::view::View;

/// The endpoint.
pub struct ClaimAssess;

/// What the assessor found.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The claim.
    pub id: ClaimId,
    /// Lines that the assessor excludes, beyond what follows from dates and terms.
    #[serde(default)]
    pub findings: Vec<Finding>,
}

impl Endpoint for ClaimAssess {
    const SPEC: Spec = Spec {
        name: "claim_assess",
        summary: ("保険金請求を査定する", "Assess a claim"),
        method: Method::Post,
        paths: &["/api/claims/{id}/assess"],
        access: Access::Role(Role::Assessor),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ClaimStep;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<ClaimStep>> {
        let tenant = caller.tenant()?;
        let stored = view.load_open::<Claim>(tenant, &claim_key(tenant, input.id)).await?;
        let policy = view.load::<Policy>(&key::record(tenant, Kind::Policy, &stored.policy.to_string())).await?;
        let lapsed_on = policy.premium.and_then(|premium| premium.lapsed_on);
        let contract = Contract { terms: &policy.terms, period: &policy.period, lapsed_on, ledger: &policy.ledger };
        let claim = stored.record().assess(&contract, &input.findings, caller.account()?, view.now())?;
        Change::reply(ClaimStep::from(&claim)).update(tenant, &stored, &claim, Event::ClaimAssessed)
    }
}
