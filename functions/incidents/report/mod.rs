//! incident_report: a report to every organization that an incident affects; the first, or how things are by now. Organizations that
//! are found affected are added with it. For operators, through IAM.

use crate::incidents::telling::reported;
use crate::incidents::{Reported, found_affected, load};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::erasure::Signature;
use shared::domain::id::{IncidentId, OrganizationId};
use shared::domain::incident::{ORGANIZATIONS_AT_ONCE, ReportText};
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::view::View;

/// The function.
pub struct IncidentReportCreate;

/// The report.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// 障害.
    pub incident: IncidentId,
    /// 本文.
    pub text: ReportText,
    /// 対象に加える組織, 20 at most: each gets a due time of its own, and this report as its first.
    #[serde(default)]
    pub organizations: Vec<OrganizationId>,
}

impl Endpoint for IncidentReportCreate {
    const SPEC: Spec = Spec {
        name: "incident_report",
        summary: ("障害の経過を対象の組織に報告する(運営者)", "Report on an incident to the organizations that it affects (operator)"),
        method: Method::Post,
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Reported;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Reported>> {
        let written = Signature { operator: caller.operator()?.clone(), at: view.now() };
        let stored = load(view, input.incident).await?;
        let new = found_affected(view, &stored, &input.organizations, 0..=ORGANIZATIONS_AT_ONCE).await?;
        let incident = stored.report(input.text, written)?;
        reported(view, &stored, &incident, new, Event::IncidentReported).await
    }
}
