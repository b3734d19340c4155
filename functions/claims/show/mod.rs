//! GET /api/claims/{id}: a claim with everything entered and decided.

use crate::claims::{ClaimView, claim_key};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::claim::Claim;
use shared::domain::id::ClaimId;
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::key;
use shared::view::View;

/// The endpoint.
pub struct ClaimShow;

/// Which claim.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The claim.
    pub id: ClaimId,
}

impl Endpoint for ClaimShow {
    const SPEC: Spec = Spec {
        name: "claim_show",
        summary: ("保険金請求を表示する", "Show a claim"),
        paths: &["/api/claims/{id}"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ClaimView;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<ClaimView>> {
        let tenant = caller.tenant()?;
        let (claim_key, labels_key) = (claim_key(tenant, input.id), key::labels(tenant));
        let batch = view.batch_open(tenant, &[claim_key.clone(), labels_key]).await?;
        let claim = batch.record::<Claim>(&claim_key)?;
        let names = crate::claims::item::names(view, tenant, &claim).await?;
        let shown = ClaimView::new(&claim, &crate::labels::labels(&batch, tenant)?)?;
        let output = ClaimView { names: Some(names), ..shown };
        Ok(Change::reply(output).at_version(claim.version()))
    }
}
