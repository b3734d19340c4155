//! GET /api/policies/{id}: a policy with its terms and what is left of its limits.

use crate::policies::{PolicyView, policy_key};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::PolicyId;
use shared::domain::policy::Policy;
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::key;
use shared::view::View;

/// The endpoint.
pub struct PolicyShow;

/// Which policy.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The policy.
    pub id: PolicyId,
}

impl Endpoint for PolicyShow {
    const SPEC: Spec = Spec {
        name: "policy_show",
        summary: ("保険契約を表示する(支払限度の残りを含む)", "Show a policy and what is left of its limits"),
        paths: &["/api/policies/{id}"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = PolicyView;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<PolicyView>> {
        let tenant = caller.tenant()?;
        let (policy_key, labels_key) = (policy_key(tenant, input.id), key::labels(tenant));
        let batch = view.batch_open(tenant, &[policy_key.clone(), labels_key]).await?;
        let policy = batch.record::<Policy>(&policy_key)?;
        let output = PolicyView::new(&policy, &crate::labels::labels(&batch, tenant)?)?;
        Ok(Change::reply(output).at_version(policy.version()))
    }
}
