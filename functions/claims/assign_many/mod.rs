//! POST /api/claims/assign: who is to see several claims through, or nobody: all of them, or none.

use crate::claims::ClaimStep;
use crate::claims::assignment::assign;
use crate::input::{Items, nullable};
use crate::many::{Many, unknown};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::{AccountId, ClaimId};
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct ClaimAssignMany;

/// Who, and which claims.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("required" = ["records", "assignee"]))]
pub struct Input {
    /// The claims, 1–20, each once.
    pub records: Many<ClaimId>,
    /// 担当者: an active account that may work on claims; null for nobody.
    #[serde(deserialize_with = "nullable")]
    pub assignee: Option<AccountId>,
}

impl Endpoint for ClaimAssignMany {
    const SPEC: Spec = Spec {
        name: "claim_assign_many",
        summary: ("複数の保険金請求の担当者をまとめて決める(20件まで)", "Assign up to 20 claims to somebody, or to nobody"),
        method: Method::Post,
        paths: &["/api/claims/assign"],
        access: Access::Role(Role::Clerk),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Items<ClaimStep>;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Items<ClaimStep>>> {
        let (assigned, change) = assign(caller, view, input.records.get(), input.assignee, unknown).await?;
        let items = assigned.iter().map(|assigned| ClaimStep::from(&assigned.claim)).collect();
        Ok(change.replying(Items { items, next: None }).of_many())
    }
}
