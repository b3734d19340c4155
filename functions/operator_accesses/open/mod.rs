//! operator_access_open: an operator gives the reason and the ticket for a look into an organization, which sees it on its
//! timeline. For operators, through IAM.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::id::{OperatorAccessId, OrganizationId};
use shared::domain::operator_access::OperatorAccess;
use shared::domain::organization::Organization;
use shared::domain::text::Line;
use shared::domain::time::{Timestamp, rfc3339};
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::key;
use shared::view::View;

/// The function.
pub struct OperatorAccessOpen;

/// Into what, and why.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// 組織.
    pub organization: OrganizationId,
    /// 理由.
    pub reason: Line<500>,
    /// 問合せ番号.
    pub ticket: Line<100>,
    /// 閲覧時間: 1–60 minutes.
    pub minutes: u32,
}

/// What was opened.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The access, for `operator_access_read`.
    pub access: OperatorAccessId,
    /// When it ends.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub ends_at: Timestamp,
}

impl Endpoint for OperatorAccessOpen {
    const SPEC: Spec = Spec {
        name: "operator_access_open",
        summary: (
            "理由と問合せ番号を記録して組織の閲覧を始める(運営者)",
            "Open a read-only look into an organization for a reason and a ticket (operator)",
        ),
        method: Method::Post,
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write],
        status: 201,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let operator = caller.operator()?.clone();
        let tenant = Tenant::of_service(input.organization);
        view.load::<Organization>(&key::organization(tenant)).await.map_err(crate::no_organization)?;
        let access = OperatorAccess::open(view.identifier()?, operator, input.reason, input.ticket, input.minutes, view.now())
            .map_err(|refusal| Error::field("minutes", refusal))?;
        let output = Output { access: access.id, ends_at: access.ends_at };
        Change::reply(output).create(tenant, &access, Event::OperatorAccessOpened)
    }
}
