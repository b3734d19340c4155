//! POST /api/claims/{id}/return: the claim goes back to the claimant, with what is missing or wrong (差戻し). Its payout's due day is off
//! until it is submitted again.

use crate::claims::{ClaimStep, claim_key};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::claim::Claim;
use shared::domain::id::ClaimId;
use shared::domain::role::Role;
use shared::domain::text::Note;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct ClaimReturn;

/// Why.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The claim.
    pub id: ClaimId,
    /// 差戻しの理由: what is missing or wrong.
    pub reasons: Note<2000>,
}

impl Endpoint for ClaimReturn {
    const SPEC: Spec = Spec {
        name: "claim_return",
        summary: ("保険金請求を理由を付けて差し戻す", "Return a claim to the claimant, with reasons"),
        method: Method::Post,
        paths: &["/api/claims/{id}/return"],
        access: Access::Role(Role::Assessor),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ClaimStep;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<ClaimStep>> {
        let tenant = caller.tenant()?;
        let stored = view.load::<Claim>(&claim_key(tenant, input.id)).await?;
        let claim = stored.record().return_to_claimant(input.reasons, caller.account()?, view.now())?;
        Change::reply(ClaimStep::from(&claim)).update(tenant, &stored, &claim, Event::ClaimReturned)
    }
}
