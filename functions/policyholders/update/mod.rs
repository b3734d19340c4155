//! PUT /api/policyholders/{id}: the policyholder as it should read.

use crate::input::With;
use crate::policyholders::{PolicyholderView, policyholder_key};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::PolicyholderId;
use shared::domain::policyholder::{Policyholder, PolicyholderDetails};
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::key;
use shared::view::View;

/// The endpoint.
pub struct PolicyholderUpdate;

crate::head! {
    /// Which one.
    pub struct Which {
        /// The policyholder.
        pub id: PolicyholderId,
    }
}

impl Endpoint for PolicyholderUpdate {
    const SPEC: Spec = Spec {
        name: "policyholder_update",
        summary: ("契約者を変更する", "Change a policyholder"),
        method: Method::Put,
        paths: &["/api/policyholders/{id}"],
        access: Access::Role(Role::Clerk),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = With<Which, PolicyholderDetails>;
    type Output = PolicyholderView;

    async fn handle(caller: &Caller, input: With<Which, PolicyholderDetails>, view: &View<'_>) -> Result<Change<PolicyholderView>> {
        let tenant = caller.tenant()?;
        let (policyholder_key, labels_key) = (policyholder_key(tenant, input.head.id), key::labels(tenant));
        let batch = view.batch_open(tenant, &[policyholder_key.clone(), labels_key]).await?;
        let stored = batch.record::<Policyholder>(&policyholder_key)?;
        let policyholder = stored.record().update(input.rest, view.now());
        let output = PolicyholderView::new(&policyholder, &crate::labels::labels(&batch, tenant)?)?;
        Change::reply(output).update(tenant, &stored, &policyholder, Event::PolicyholderUpdated)
    }
}
