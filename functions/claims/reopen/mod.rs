//! POST /api/claims/{id}/reopen: a decided claim is to be assessed anew (再査定). A payout that wasn't paid is cancelled in the same
//! transaction; what was paid is settled by the difference with the new decision.

use crate::claims::{ClaimStep, claim_key, payout_key};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::claim::Claim;
use shared::domain::id::ClaimId;
use shared::domain::payout::{Payout, PayoutState};
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct ClaimReopen;

/// Which claim.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The claim.
    pub id: ClaimId,
}

impl Endpoint for ClaimReopen {
    const SPEC: Spec = Spec {
        name: "claim_reopen",
        summary: ("決定済みの保険金請求を再査定にする", "Reopen a decided claim, to be assessed anew"),
        method: Method::Post,
        paths: &["/api/claims/{id}/reopen"],
        access: Access::Role(Role::Approver),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ClaimStep;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<ClaimStep>> {
        let (tenant, by) = (caller.tenant()?, caller.account()?);
        let stored = view.load::<Claim>(&claim_key(tenant, input.id)).await?;
        let claim = stored.record().reopen(by, view.now())?;
        let change = Change::reply(ClaimStep::from(&claim)).update(tenant, &stored, &claim, Event::ClaimReopened)?;
        if stored.payout.is_none() {
            return Ok(change);
        }
        let payout = view.load::<Payout>(&payout_key(tenant, &stored)?).await?;
        if payout.state == PayoutState::Paid {
            return Ok(change);
        }
        change.update(tenant, &payout, &payout.record().cancel(by)?, Event::PayoutCancelled)
    }
}
