//! POST /api/claims/{id}/fail-payment: the bank refused the transfer, or sent it back after the claim counted as paid (組戻し).

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
pub struct ClaimFailPayment;

/// Which claim.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The claim.
    pub id: ClaimId,
}

impl Endpoint for ClaimFailPayment {
    const SPEC: Spec = Spec {
        name: "claim_fail_payment",
        summary: ("銀行に差し戻された振込を支払不能にする", "Record that the bank refused or sent back the transfer"),
        method: Method::Post,
        paths: &["/api/claims/{id}/fail-payment"],
        access: Access::Role(Role::Approver),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ClaimStep;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<ClaimStep>> {
        let (tenant, by) = (caller.tenant()?, caller.account()?);
        let stored = view.load::<Claim>(&claim_key(tenant, input.id)).await?;
        let claim = stored.record().fail_payment(by, view.now())?;
        let payout = view.load::<Payout>(&payout_key(tenant, &stored)?).await?;
        let failed = payout.record().fail(by)?;
        let change = Change::reply(ClaimStep::from(&claim)).update(tenant, &stored, &claim, Event::ClaimPaymentFailed)?;
        change.update(tenant, &payout, &failed, Event::PayoutFailed)
    }
}
