//! erasure_instruct: the customer's written instruction to erase its organization, entered by one operator. Nothing happens
//! until another countersigns it. For operators, through IAM.

use crate::erasures::{ErasureView, Phase, Progress, with_progress};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::{Caller, Tenant};
use shared::change::{Change, item};
use shared::domain::erasure::{Erasure, Signature};
use shared::domain::id::OrganizationId;
use shared::domain::organization::Organization;
use shared::domain::text::Line;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::key;
use shared::ports::{Failure, Operation};
use shared::view::View;

/// The function.
pub struct ErasureInstruct;

/// The instruction.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// 組織.
    pub organization: OrganizationId,
    /// 指示書: the document by which the customer instructed it.
    pub document: Line<200>,
    /// 指示者: who of the customer instructed it, by office rather than by name.
    pub instructed_by: Line<200>,
}

impl Endpoint for ErasureInstruct {
    const SPEC: Spec = Spec {
        name: "erasure_instruct",
        summary: ("組織の消去の指示を登録する(運営者)", "Enter the instruction to erase an organization (operator)"),
        method: Method::Post,
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write],
        status: 201,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ErasureView;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<ErasureView>> {
        let entered = Signature { operator: caller.operator()?.clone(), at: view.now() };
        let tenant = Tenant::of_service(input.organization);
        let organization = view.load::<Organization>(&key::organization(tenant)).await.map_err(crate::no_organization)?;
        let erasure = Erasure::instruct(view.identifier()?, &organization, input.document, input.instructed_by, entered)?;
        let waiting = item(&Progress::new(tenant.id(), erasure.id, Phase::Waiting))?;
        let waits = Operation::create(key::service_erasure(tenant), waiting, Failure::Conflict("erasure_exists"));
        let change = Change::reply(ErasureView::new(tenant.id(), &erasure)).create(tenant, &erasure, Event::ErasureInstructed)?;
        Ok(with_progress(change, waits))
    }
}
