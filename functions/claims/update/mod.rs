//! PUT /api/claims/{id}: the claim as it should read, while it is a draft or was returned.

use crate::claims::{ClaimView, check, claim_key};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::bank_account::BankAccount;
use shared::domain::claim::{Claim, ClaimInput};
use shared::domain::id::ClaimId;
use shared::domain::role::Role;
use shared::domain::statement::{Cause, ReadableLine};
use shared::domain::text::{Line, Note};
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::key;
use shared::view::View;

/// The endpoint.
pub struct ClaimUpdate;

/// What is entered.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The claim.
    pub id: ClaimId,
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

impl Endpoint for ClaimUpdate {
    const SPEC: Spec = Spec {
        name: "claim_update",
        summary: ("下書きまたは差戻しの保険金請求を変更する", "Change a claim that is a draft or was returned"),
        method: Method::Put,
        paths: &["/api/claims/{id}"],
        access: Access::Role(Role::Clerk),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
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
        let (claim_key, labels_key) = (claim_key(tenant, input.id), key::labels(tenant));
        let batch = view.batch_open(tenant, &[claim_key.clone(), labels_key.clone()]).await?;
        let stored = batch.record::<Claim>(&claim_key)?;
        let claim = stored.record().update(entered, caller.account()?, view.now())?;
        let output = ClaimView::new(&claim, &crate::labels::labels(&batch, tenant)?)?;
        Change::reply(output).update(tenant, &stored, &claim, Event::ClaimUpdated)
    }
}
