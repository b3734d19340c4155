//! POST /api/claims/{id}/assign: who is to see the claim through (担当者), or nobody. A second time changes nothing.

use crate::claims::ClaimStep;
use crate::claims::assignment::assign;
use crate::input::nullable;
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::{AccountId, ClaimId};
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::view::View;

/// The endpoint.
pub struct ClaimAssign;

/// Who.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("required" = ["id", "assignee"]))]
pub struct Input {
    /// The claim.
    pub id: ClaimId,
    /// 担当者: an active account that may work on claims; null for nobody.
    #[serde(deserialize_with = "nullable")]
    pub assignee: Option<AccountId>,
}

impl Endpoint for ClaimAssign {
    const SPEC: Spec = Spec {
        name: "claim_assign",
        summary: ("保険金請求の担当者を決める", "Assign a claim to somebody, or to nobody"),
        method: Method::Post,
        paths: &["/api/claims/{id}/assign"],
        access: Access::Role(Role::Clerk),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ClaimStep;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<ClaimStep>> {
        let (assigned, change) = assign(caller, view, &[input.id], input.assignee, |_| Error::NotFound).await?;
        let [only] = assigned.as_slice() else { return Err(Error::internal("one claim was asked for")) };
        let version = only.stored.version() + u64::from(!change.writes_nothing());
        Ok(change.replying(ClaimStep::from(&only.claim)).at_version(version))
    }
}
