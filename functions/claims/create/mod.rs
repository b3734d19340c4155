//! POST /api/claims: a claim with the lines of its statement, as a draft.

use crate::claims::{ClaimView, check};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::bank_account::BankAccount;
use shared::domain::claim::{Claim, ClaimInput, ClaimSubject};
use shared::domain::id::PolicyId;
use shared::domain::label::Labels;
use shared::domain::policy::Policy;
use shared::domain::role::Role;
use shared::domain::statement::{Cause, ReadableLine};
use shared::domain::text::{Line, Note};
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, FieldError, Result};
use shared::key::{self, Kind};
use shared::view::View;

/// The endpoint.
pub struct ClaimCreate;

/// What is entered.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The policy under which is claimed.
    pub policy: PolicyId,
    /// Illness or injury.
    pub cause: Cause,
    /// The statement's lines, 1 to 200.
    pub lines: Vec<ReadableLine>,
    /// 傷病名.
    pub diagnosis: Line<200>,
    /// 備考.
    #[serde(default)]
    pub note: Option<Note<2000>>,
    /// 振込先口座; needed before approval.
    #[serde(default)]
    pub bank_account: Option<BankAccount>,
}

impl Endpoint for ClaimCreate {
    const SPEC: Spec = Spec {
        name: "claim_create",
        summary: ("保険金請求を下書きとして登録する", "Create a claim as a draft"),
        method: Method::Post,
        paths: &["/api/claims"],
        access: Access::Role(Role::Clerk),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        status: 201,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ClaimView;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<ClaimView>> {
        let tenant = caller.tenant()?;
        let entered = ClaimInput {
            cause: input.cause,
            lines: input.lines,
            diagnosis: input.diagnosis,
            note: input.note,
            bank_account: input.bank_account,
        };
        check(&entered)?;
        let policy = view.load::<Policy>(&key::record(tenant, Kind::Policy, &input.policy.to_string())).await.map_err(unknown_policy)?;
        let subject = ClaimSubject { id: view.identifier()?, policy: policy.id, animal: policy.animal, policyholder: policy.policyholder };
        let claim = Claim::create(subject, entered, caller.account()?, view.now())?;
        let output = ClaimView::new(&claim, &Labels::empty(tenant.id()))?;
        Change::reply(output).create(tenant, &claim, Event::ClaimCreated)
    }
}

// The path exists; it is the field that names nothing.
fn unknown_policy(error: Error) -> Error {
    match error {
        Error::NotFound => Error::Invalid(vec![FieldError::coded("policy", "policy_unknown", None)]),
        other => other,
    }
}
