//! PUT /api/claims/{id}: the claim as it should read, while it is a draft or was returned.

use crate::claims::{ClaimView, check, claim_key};
use crate::input::With;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::claim::{Claim, ClaimInput};
use shared::domain::id::ClaimId;
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::key;
use shared::view::View;

/// The endpoint.
pub struct ClaimUpdate;

crate::head! {
    /// Which one.
    pub struct Which {
        /// The claim.
        pub id: ClaimId,
    }
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
    type Input = With<Which, ClaimInput>;
    type Output = ClaimView;

    async fn handle(caller: &Caller, input: With<Which, ClaimInput>, view: &View<'_>) -> Result<Change<ClaimView>> {
        let tenant = caller.tenant()?;
        let With { head, rest: entered } = input;
        check(&entered)?;
        let (claim_key, labels_key) = (claim_key(tenant, head.id), key::labels(tenant));
        let batch = view.batch_open(tenant, &[claim_key.clone(), labels_key.clone()]).await?;
        let stored = batch.record::<Claim>(&claim_key)?;
        let claim = stored.record().update(entered, caller.account()?, view.now())?;
        let output = ClaimView::new(&claim, &crate::labels::labels(&batch, tenant)?)?;
        Change::reply(output).update(tenant, &stored, &claim, Event::ClaimUpdated)
    }
}
