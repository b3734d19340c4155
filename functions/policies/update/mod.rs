//! PUT /api/policies/{id}: number, period and note as they should read; animal, product and terms stay.

use crate::policies::{PolicyView, policy_key};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::PolicyId;
use shared::domain::policy::{Policy, PolicyDetails, PolicyPeriod};
use shared::domain::role::Role;
use shared::domain::text::{Line, Note};
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::key;
use shared::view::View;

/// The endpoint.
pub struct PolicyUpdate;

/// What is entered.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The policy.
    pub id: PolicyId,
    /// 証券番号: once in the organization, whatever its width, case and hyphens.
    pub number: Line<40>,
    /// 保険期間: once claims used limits, it starts as before and doesn't leave out a policy year that was used.
    pub period: PolicyPeriod,
    /// 備考.
    #[serde(default)]
    pub note: Option<Note<2000>>,
}

impl Endpoint for PolicyUpdate {
    const SPEC: Spec = Spec {
        name: "policy_update",
        summary: ("保険契約の証券番号・保険期間・備考を変更する", "Change a policy's number, period and note"),
        method: Method::Put,
        paths: &["/api/policies/{id}"],
        access: Access::Role(Role::Clerk),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = PolicyView;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<PolicyView>> {
        let tenant = caller.tenant()?;
        crate::refuse_fields(crate::under("period", input.period.validate()))?;
        let (policy_key, labels_key) = (policy_key(tenant, input.id), key::labels(tenant));
        let batch = view.batch_open(tenant, &[policy_key.clone(), labels_key]).await?;
        let stored = batch.record::<Policy>(&policy_key)?;
        let entered = PolicyDetails { number: input.number, period: input.period, note: input.note };
        let policy = stored.record().update(entered, view.now())?;
        let output = PolicyView::new(&policy, &crate::labels::labels(&batch, tenant)?)?;
        Change::reply(output).update(tenant, &stored, &policy, Event::PolicyUpdated)
    }
}
