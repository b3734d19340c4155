//! GET /api/incidents: the incidents that the organization was told of, newest first, with the reports that it was told.

use crate::incidents::incident_key;
use crate::input::{Items, Paged};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::IncidentId;
use shared::domain::incident::{FirstReport, Incident, IncidentReport, IncidentState, Punctuality, ReportStage, ReportText, Severity};
use shared::domain::role::Role;
use shared::domain::text::Line;
use shared::domain::time::{Timestamp, rfc3339};
use shared::domain::wording::Wording;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::key::{self, Index, Key, Kind};
use shared::view::{List, View};

/// The endpoint.
pub struct IncidentHistory;

/// Nothing narrows the list.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filter {}

/// An incident as the organization was told of it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct IncidentView {
    /// The incident.
    pub id: IncidentId,
    /// 件名.
    pub title: Wording<Line<200>>,
    /// 影響度.
    pub severity: Severity,
    /// 発生日時.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub occurred_at: Timestamp,
    /// Where it is, as far as the organization was told.
    pub state: IncidentState,
    /// What the organization was told, in its order.
    pub reports: Vec<ToldReport>,
    /// 第一報の期限, by the organization's own business hours.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub first_report_due_at: Timestamp,
    /// When the first report was sent.
    #[serde(with = "rfc3339::option")]
    #[schemars(with = "Option<String>")]
    pub first_report_sent_at: Option<Timestamp>,
    /// Whether that was in time.
    pub punctuality: Option<Punctuality>,
}

/// A report that was told.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ToldReport {
    /// Which.
    pub stage: ReportStage,
    /// 本文.
    pub text: ReportText,
    /// When it was written.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub written_at: Timestamp,
}

impl Endpoint for IncidentHistory {
    const SPEC: Spec = Spec {
        name: "incident_history",
        summary: ("組織に報告された障害とその経過を一覧する", "List the incidents that the organization was told of, with their reports"),
        paths: &["/api/incidents"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read, Grant::Cursor],
        ..Spec::USUAL
    };
    type Input = Paged<Filter>;
    type Output = Items<IncidentView>;

    async fn handle(caller: &Caller, input: Paged<Filter>, view: &View<'_>) -> Result<Change<Items<IncidentView>>> {
        let partition = key::by_kind(caller.tenant()?, Kind::FirstReport);
        let list = List { index: Some(Index::Kind), partition, range: None, descending: true, open: false };
        // Nothing is said of an incident before its first report is.
        let was_told = |owed: &FirstReport| owed.first_sent_at.is_some();
        let (owed, next) = view.list::<FirstReport>(caller, &list, &input.page()?, was_told).await?;
        // The incident is the service's own record; what leads to it is the organization's.
        let keys: Vec<Key> = owed.iter().map(|owed| incident_key(owed.incident)).collect();
        let incidents = view.batch(&keys).await?;
        let items = owed.iter().zip(&keys).map(|(owed, key)| Ok(incident_view(owed, &*incidents.record::<Incident>(key)?)));
        Ok(Change::reply(Items { items: items.collect::<Result<_>>()?, next }))
    }
}

fn incident_view(owed: &FirstReport, incident: &Incident) -> IncidentView {
    let told = owed.told(incident);
    let is_closed = told.iter().any(|report| report.stage == ReportStage::Closing);
    let report = |report: &IncidentReport| ToldReport { stage: report.stage, text: report.text.clone(), written_at: report.written.at };
    IncidentView {
        id: incident.id,
        title: incident.title.clone(),
        severity: incident.severity,
        occurred_at: incident.occurred_at,
        state: if is_closed { IncidentState::Closed } else { IncidentState::Open },
        reports: told.iter().map(report).collect(),
        first_report_due_at: owed.due_at,
        first_report_sent_at: owed.first_sent_at,
        punctuality: owed.punctuality,
    }
}
