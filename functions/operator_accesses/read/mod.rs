//! operator_access_read: one record of an organization, while the operator's own access holds. Every read stands on the
//! organization's timeline, in the transaction without which nothing is shown. For operators, through IAM.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::id::{OperatorAccessId, OrganizationId};
use shared::domain::operator_access::OperatorAccess;
use shared::domain::text::Line;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::key::{self, Kind};
use shared::view::View;

/// The function.
pub struct OperatorAccessRead;

/// Which record.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// 組織.
    pub organization: OrganizationId,
    /// 閲覧: what `operator_access_open` gave.
    pub access: OperatorAccessId,
    /// 種類.
    pub kind: Kind,
    /// 識別子.
    pub id: Line<64>,
}

/// The record.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// Its kind.
    pub kind: Kind,
    /// Its identifier.
    pub id: Line<64>,
    /// Its version.
    pub version: u64,
    /// Its members, opened.
    pub record: Value,
}

impl Endpoint for OperatorAccessRead {
    const SPEC: Spec = Spec {
        name: "operator_access_read",
        summary: ("閲覧中の組織の記録を1件読む(運営者)", "Read one record of an organization under an open access (operator)"),
        method: Method::Post,
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        secret_reply: true,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let operator = caller.operator()?;
        let tenant = Tenant::of_service(input.organization);
        let access_key = key::record(tenant, Kind::OperatorAccess, &input.access.to_string());
        let access = view.load::<OperatorAccess>(&access_key).await?;
        // Before anything is opened.
        let after = access.read(operator, input.kind, input.id.as_str(), view.now())?;
        let (version, record) = view.load_whole(tenant, &key::record(tenant, input.kind, input.id.as_str())).await?;
        let output = Output { kind: input.kind, id: input.id, version, record };
        Change::reply(output).update(tenant, &access, &after, Event::OperatorAccessRead)
    }
}
