//! incident_list: the newest incidents; or one with the organizations that it affects, by when each was to be told and whether it
//! was. For operators, through IAM.

use crate::incidents::{LeakView, affected, load, owed};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::{IncidentId, OrganizationId};
use shared::domain::incident::{FirstReport, Incident, IncidentReport, IncidentState, Punctuality, Severity};
use shared::domain::text::Line;
use shared::domain::time::{Timestamp, rfc3339};
use shared::domain::wording::Wording;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::view::View;

/// How many incidents are shown.
const INCIDENTS: u32 = 50;
/// How many organizations of one are shown at once.
const ORGANIZATIONS: u32 = 100;

/// The function.
pub struct IncidentList;

/// Which.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// An incident, with its organizations; the newest 50 without it.
    #[serde(default)]
    pub incident: Option<IncidentId>,
    /// The `next` of the page before, of an incident's organizations.
    #[serde(default)]
    pub after: Option<OrganizationId>,
}

/// The incidents.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// Newest first.
    pub incidents: Vec<IncidentView>,
    /// The organizations of the one that was asked for.
    pub organizations: Vec<AffectedView>,
    /// Where the next page of them begins.
    pub next: Option<OrganizationId>,
}

/// An incident.
#[derive(Debug, Serialize, JsonSchema)]
pub struct IncidentView {
    /// Its identifier.
    pub id: IncidentId,
    /// 件名.
    pub title: Wording<Line<200>>,
    /// 影響度.
    pub severity: Severity,
    /// 発生日時.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub occurred_at: Timestamp,
    /// Where it is.
    pub state: IncidentState,
    /// Its reports, in their order.
    pub reports: Vec<IncidentReport>,
    /// 漏えい等, with the days of 速報 and 確報.
    pub leak: Option<LeakView>,
}

/// An organization that an incident affects.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AffectedView {
    /// 組織.
    pub organization: OrganizationId,
    /// 第一報の期限.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub due_at: Timestamp,
    /// When its first report was put on its way.
    #[serde(with = "rfc3339::option")]
    #[schemars(with = "Option<String>")]
    pub first_sent_at: Option<Timestamp>,
    /// Whether that was in time.
    pub punctuality: Option<Punctuality>,
    /// Whether it was told all reports.
    pub told_all: bool,
}

impl Endpoint for IncidentList {
    const SPEC: Spec = Spec {
        name: "incident_list",
        summary: (
            "障害と、組織ごとの第一報の期限・実績を表示する(運営者)",
            "Show incidents, and whether each organization was told in time (operator)",
        ),
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(_: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let Some(id) = input.incident else {
            let incidents = view.newest::<Incident>(INCIDENTS).await?.iter().map(|stored| incident_view(stored.record())).collect();
            return Ok(Change::reply(Output { incidents, organizations: Vec::new(), next: None }));
        };
        let incident = load(view, id).await?.record();
        let page = affected(view, id, input.after, ORGANIZATIONS).await?;
        let owed = owed(view, id, &page.tenants).await?;
        let organizations = owed.iter().map(|(_, first)| affected_view(first, &incident)).collect();
        Ok(Change::reply(Output { incidents: vec![incident_view(incident)], organizations, next: page.next }))
    }
}

fn incident_view(incident: Incident) -> IncidentView {
    IncidentView {
        leak: LeakView::of(&incident),
        id: incident.id,
        title: incident.title,
        severity: incident.severity,
        occurred_at: incident.occurred_at,
        state: incident.state,
        reports: incident.reports,
    }
}

fn affected_view(first: &FirstReport, incident: &Incident) -> AffectedView {
    AffectedView {
        organization: first.organization,
        due_at: first.due_at,
        first_sent_at: first.first_sent_at,
        punctuality: first.punctuality,
        told_all: first.next(incident).is_none(),
    }
}
