//! POST /api/claims/{id}/approve: the claim is to be paid (承認). Books the use of the policy's limits and makes the
//! payout, in one transaction: two claims approved at once can't overrun a limit.

use crate::claims::{ClaimStep, claim_key};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::claim::{Approver, Claim};
use shared::domain::id::ClaimId;
use shared::domain::policy::Policy;
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::key::{self, Kind};
use shared::view::View;

/// The endpoint.
pub struct ClaimApprove;

/// Which claim.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The claim.
    pub id: ClaimId,
}

impl Endpoint for ClaimApprove {
    const SPEC: Spec = Spec {
        name: "claim_approve",
        summary: (
            "保険金請求を承認する(承認限度額内、査定者以外)",
            "Approve a claim, within the approval limit and not by who assessed it",
        ),
        method: Method::Post,
        paths: &["/api/claims/{id}/approve"],
        access: Access::Role(Role::Approver),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ClaimStep;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<ClaimStep>> {
        let tenant = caller.tenant()?;
        let stored = view.load_open::<Claim>(tenant, &claim_key(tenant, input.id)).await?;
        let policy = view.load::<Policy>(&key::record(tenant, Kind::Policy, &stored.policy.to_string())).await?;
        stored.check_period(&policy.period)?;
        let approver = Approver { account: caller.account()?, limit_yen: caller.approval_limit()? };
        let decided = stored.record().approve(approver, &policy.terms, &policy.ledger, view.identifier()?, view.now())?;
        let used = Policy { ledger: decided.ledger, updated_at: view.now(), ..policy.record() };
        let change = Change::reply(ClaimStep::from(&decided.claim)).update(tenant, &stored, &decided.claim, Event::ClaimApproved)?.update(
            tenant,
            &policy,
            &used,
            Event::PolicyLimitsUsed,
        )?;
        match decided.payout {
            Some(payout) => change.create(tenant, &payout, Event::PayoutCreated),
            None => Ok(change),
        }
    }
}
