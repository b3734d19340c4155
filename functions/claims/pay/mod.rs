//! POST /api/claims/{id}/pay: the payout left the bank; claim and payout are settled together.

use crate::claims::{ClaimStep, claim_key, payout_key};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::claim::Claim;
use shared::domain::id::ClaimId;
use shared::domain::payout::Payout;
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct ClaimPay;

/// Which claim.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The claim.
    pub id: ClaimId,
}

impl Endpoint for ClaimPay {
    const SPEC: Spec = Spec {
        name: "claim_pay",
        summary: ("承認済みの保険金を支払済みにする", "Settle the payout of an approved claim"),
        method: Method::Post,
        paths: &["/api/claims/{id}/pay"],
        access: Access::Role(Role::Approver),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ClaimStep;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<ClaimStep>> {
        let tenant = caller.tenant()?;
        let stored = view.load::<Claim>(&claim_key(tenant, input.id)).await?;
        let claim = stored.record().pay(caller.account()?, view.now())?;
        let payout = view.load::<Payout>(&payout_key(tenant, &stored)?).await?;
        let paid = payout.record().pay(caller.account()?, view.now())?;
        Change::reply(ClaimStep::from(&claim)).update(tenant, &stored, &claim, Event::ClaimPaid)?.update(
            tenant,
            &payout,
            &paid,
            Event::PayoutSettled,
        )
    }
}
