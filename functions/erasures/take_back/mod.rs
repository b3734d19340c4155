//! erasure_take_back: any operator takes an erasure back that hasn't begun. For operators, through IAM.

use crate::erasures::{ErasureView, Named, not_waiting, present, with_progress};
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::erasure::Signature;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::key;
use shared::ports::{Action, Condition, Failure, Operation};
use shared::view::View;

/// The function.
pub struct ErasureTakeBack;

impl Endpoint for ErasureTakeBack {
    const SPEC: Spec = Spec {
        name: "erasure_take_back",
        summary: ("開始前の消去を取り消す(運営者)", "Take back an erasure that hasn't begun (operator)"),
        method: Method::Post,
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write],
        ..Spec::USUAL
    };
    type Input = Named;
    type Output = ErasureView;

    async fn handle(caller: &Caller, input: Named, view: &View<'_>) -> Result<Change<ErasureView>> {
        let by = Signature { operator: caller.operator()?.clone(), at: view.now() };
        let tenant = Tenant::of_service(input.organization);
        let (stored, progress) = present(view, tenant, input.erasure).await?;
        let taken_back = stored.take_back(by)?;
        let version = progress.ok_or_else(not_waiting)?.version;
        let waits_no_more = Operation {
            key: key::service_erasure(tenant),
            action: Action::Delete,
            conditions: vec![Condition::Equals("version", version.into())],
            failure: Failure::Conflict("record_changed"),
        };
        let change = Change::reply(ErasureView::new(tenant.id(), &taken_back));
        let change = change.update(tenant, &stored, &taken_back, Event::ErasureTakenBack)?;
        Ok(with_progress(change, waits_no_more))
    }
}
