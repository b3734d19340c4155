//! PUT /api/policies/{id}: number, period and note as they should read; animal, product and terms stay.

use crate::input::With;
use crate::policies::{PolicyView, policy_key};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::PolicyId;
use shared::domain::policy::{Policy, PolicyDetails};
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::key;
use shared::view::View;

/// The endpoint.
pub struct PolicyUpdate;

crate::head! {
    /// Which one.
    pub struct Which {
        /// The policy.
        pub id: PolicyId,
    }
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
    type Input = With<Which, PolicyDetails>;
    type Output = PolicyView;

    async fn handle(caller: &Caller, input: With<Which, PolicyDetails>, view: &View<'_>) -> Result<Change<PolicyView>> {
        let tenant = caller.tenant()?;
        let With { head, rest: entered } = input;
        crate::refuse_fields(crate::under("period", entered.period.validate()))?;
        let (policy_key, labels_key) = (policy_key(tenant, head.id), key::labels(tenant));
        let batch = view.batch_open(tenant, &[policy_key.clone(), labels_key]).await?;
        let stored = batch.record::<Policy>(&policy_key)?;
        let policy = stored.record().update(entered, view.now())?;
        let output = PolicyView::new(&policy, &crate::labels::labels(&batch, tenant)?)?;
        Change::reply(output).update(tenant, &stored, &policy, Event::PolicyUpdated)
    }
}
