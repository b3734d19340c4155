//! incident_open: an incident with the organizations that it affects, each with a due time of its own. The first report goes out in
//! the same transaction where it is written already. For operators, through IAM.

use crate::incidents::telling::Plan;
use crate::incidents::{found_affected, occurred};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::erasure::Signature;
use shared::domain::id::{IncidentId, OrganizationId};
use shared::domain::incident::{FirstReport, Incident, IncidentState, ORGANIZATIONS_AT_ONCE, ReportText, Severity};
use shared::domain::leak::{Leak, LeakFacts};
use shared::domain::text::Line;
use shared::domain::time::{Timestamp, rfc3339};
use shared::domain::timeline::Event;
use shared::domain::wording::Wording;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::view::View;

/// The function.
pub struct IncidentOpen;

/// The incident.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// 件名.
    pub title: Wording<Line<200>>,
    /// 影響度.
    pub severity: Severity,
    /// 発生日時.
    #[serde(deserialize_with = "rfc3339::deserialize")]
    #[schemars(with = "String")]
    pub occurred_at: Timestamp,
    /// 対象の組織, 1 to 20. Others are added with `incident_report`.
    pub organizations: Vec<OrganizationId>,
    /// 第一報; without it the clocks run, and `incident_report` sends it.
    #[serde(default)]
    pub first_report: Option<ReportText>,
    /// 漏えい等, if personal data may have leaked.
    #[serde(default)]
    pub leak: Option<LeakFacts>,
}

/// What was opened.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The incident.
    pub incident: IncidentId,
    /// By when each organization is to be told.
    pub due: Vec<Due>,
    /// The organizations whose mail is on its way.
    pub told: Vec<OrganizationId>,
    /// Whether others follow with the next runs of `incident_watch`.
    pub waiting: bool,
}

/// An organization's due time.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Due {
    /// 組織.
    pub organization: OrganizationId,
    /// 第一報の期限.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub due_at: Timestamp,
}

impl Endpoint for IncidentOpen {
    const SPEC: Spec = Spec {
        name: "incident_open",
        summary: ("障害を登録し、対象の組織に第一報を送る(運営者)", "Open an incident and send its first report (operator)"),
        method: Method::Post,
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        status: 201,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let opened = Signature { operator: caller.operator()?.clone(), at: view.now() };
        occurred(input.occurred_at, view)?;
        let incident = Incident {
            id: view.identifier()?,
            title: input.title,
            severity: input.severity,
            occurred_at: input.occurred_at,
            state: IncidentState::Open,
            reports: Vec::new(),
            opened: opened.clone(),
            leak: input.leak.map(Leak::new),
        };
        if let Some(leak) = incident.leak {
            crate::refuse_fields(leak.validate(view.now()))?;
        }
        let new = found_affected(view, &incident, &input.organizations, 1..=ORGANIZATIONS_AT_ONCE).await?;
        let incident = match input.first_report {
            Some(text) => incident.report(text, opened)?,
            None => incident,
        };
        let due = new.iter().map(|first: &FirstReport| Due { organization: first.organization, due_at: first.due_at }).collect();
        let plan = Plan::make(view, &incident, new).await?;
        let output = Output { incident: incident.id, due, told: plan.told(), waiting: plan.waiting };
        let change = Change::reply(output).create(Tenant::of_operator(), &incident, Event::IncidentOpened)?;
        plan.add(view, &incident, change)
    }
}
