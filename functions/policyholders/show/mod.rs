//! GET /api/policyholders/{id}: a policyholder with everything entered.

use crate::policyholders::{PolicyholderView, policyholder_key};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::PolicyholderId;
use shared::domain::policyholder::Policyholder;
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::key;
use shared::view::View;

/// The endpoint.
pub struct PolicyholderShow;

/// Which policyholder.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The policyholder.
    pub id: PolicyholderId,
}

impl Endpoint for PolicyholderShow {
    const SPEC: Spec = Spec {
        name: "policyholder_show",
        summary: ("契約者を表示する", "Show a policyholder"),
        paths: &["/api/policyholders/{id}"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = PolicyholderView;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<PolicyholderView>> {
        let tenant = caller.tenant()?;
        let (policyholder_key, labels_key) = (policyholder_key(tenant, input.id), key::labels(tenant));
        let batch = view.batch_open(tenant, &[policyholder_key.clone(), labels_key]).await?;
        let policyholder = batch.record::<Policyholder>(&policyholder_key)?;
        let output = PolicyholderView::new(&policyholder, &crate::labels::labels(&batch, tenant)?)?;
        Ok(Change::reply(output).at_version(policyholder.version()))
    }
}
