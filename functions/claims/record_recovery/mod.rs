//! POST /api/claims/{id}/record-recovery: the claimant gave back what was paid beyond the new decision (返還).

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
pub struct ClaimRecordRecovery;

/// Which claim.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The claim.
    pub id: ClaimId,
}

impl Endpoint for ClaimRecordRecovery {
    const SPEC: Spec = Spec {
        name: "claim_record_recovery",
        summary: ("払い過ぎた保険金の返還を記録する", "Record that what was paid too much was given back"),
        method: Method::Post,
        paths: &["/api/claims/{id}/record-recovery"],
        access: Access::Role(Role::Approver),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ClaimStep;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<ClaimStep>> {
        let tenant = caller.tenant()?;
        let stored = view.load::<Claim>(&claim_key(tenant, input.id)).await?;
        let claim = stored.record().record_recovery(caller.account()?, view.now())?;
        Change::reply(ClaimStep::from(&claim)).update(tenant, &stored, &claim, Event::ClaimRecovered)
    }
}
