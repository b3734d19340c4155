//! erasure_countersign: a second operator has compared the instruction with its document. It runs 24 hours later. For
//! operators, through IAM.

use crate::erasures::{ErasureView, Named, not_waiting, present, with_progress};
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::erasure::Signature;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::view::View;

/// The function.
pub struct ErasureCountersign;

impl Endpoint for ErasureCountersign {
    const SPEC: Spec = Spec {
        name: "erasure_countersign",
        summary: ("組織の消去に副署する。24時間後に実行される(運営者)", "Countersign an erasure; it runs 24 hours later (operator)"),
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
        let countersigned = stored.countersign(by)?;
        let mut progress = progress.ok_or_else(not_waiting)?;
        progress.due_at = countersigned.due_at;
        let change = Change::reply(ErasureView::new(tenant.id(), &countersigned));
        let change = change.update(tenant, &stored, &countersigned, Event::ErasureCountersigned)?;
        Ok(with_progress(change, progress.step()?))
    }
}
