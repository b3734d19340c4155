//! POST /api/claims/{id}/reject: the claim isn't paid, for reasons given (不承認).

use crate::claims::{ClaimStep, claim_key};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::claim::{Approver, Claim};
use shared::domain::id::ClaimId;
use shared::domain::policy::Policy;
use shared::domain::rejection::RejectionReason;
use shared::domain::role::Role;
use shared::domain::text::Note;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::key::{self, Kind};
use shared::view::View;
use std::collections::BTreeSet;

/// The endpoint.
pub struct ClaimReject;

/// Why.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The claim.
    pub id: ClaimId,
    /// The reasons, at least one.
    pub reasons: BTreeSet<RejectionReason>,
    /// In words.
    #[serde(default)]
    pub note: Option<Note<2000>>,
}

impl Endpoint for ClaimReject {
    const SPEC: Spec = Spec {
        name: "claim_reject",
        summary: ("保険金請求を不承認にする", "Reject a claim"),
        method: Method::Post,
        paths: &["/api/claims/{id}/reject"],
        access: Access::Role(Role::Approver),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ClaimStep;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<ClaimStep>> {
        let tenant = caller.tenant()?;
        let stored = view.load::<Claim>(&claim_key(tenant, input.id)).await?;
        let policy = view.load::<Policy>(&key::record(tenant, Kind::Policy, &stored.policy.to_string())).await?;
        let approver = Approver { account: caller.account()?, limit_yen: caller.approval_limit()? };
        let decided = stored.record().reject(approver, input.reasons, input.note, &policy.ledger, view.now())?;
        let change = Change::reply(ClaimStep::from(&decided.claim)).update(tenant, &stored, &decided.claim, Event::ClaimRejected)?;
        if decided.ledger == policy.ledger {
            return Ok(change);
        }
        let given_back = Policy { ledger: decided.ledger, updated_at: view.now(), ..policy.record() };
        change.update(tenant, &policy, &given_back, Event::PolicyLimitsUsed)
    }
}
