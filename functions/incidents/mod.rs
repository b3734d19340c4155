//! Incidents (障害, WP14): opened, reported and closed by operators; each affected organization has a due time of its own for the
//! first report, and gets every report by mail and in the console.

pub mod close;
pub mod history;
pub mod leak;
pub mod list;
pub mod open;
pub mod report;
mod telling;
pub mod watch;

use crate::notices::audience::named;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Tenant;
use shared::domain::id::{IncidentId, OrganizationId};
use shared::domain::incident::{FirstReport, Incident, IncidentState, ORGANIZATIONS_AT_ONCE};
use shared::domain::leak::LeakFacts;
use shared::domain::organization::Organization;
use shared::domain::refusal::{FieldRefusal, Refusal};
use shared::error::{Error, Result};
use shared::key::{self, Key, Kind};
use shared::record::Stored;
use shared::view::{Organizations, View};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// The key of an incident, which is the service's own.
#[must_use]
pub fn incident_key(id: IncidentId) -> Key {
    key::record(Tenant::of_operator(), Kind::Incident, &id.to_string())
}

/// The key of what an organization is owed of an incident.
#[must_use]
pub fn first_report_key(tenant: Tenant, incident: IncidentId) -> Key {
    key::record(tenant, Kind::FirstReport, &incident.to_string())
}

/// A leak of personal data in an incident, and by when the Commission is told of it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LeakView {
    /// What is known.
    pub facts: LeakFacts,
    /// 速報の期限, at the earliest.
    pub preliminary_from: NaiveDate,
    /// 速報の期限, at the latest.
    pub preliminary_until: NaiveDate,
    /// 速報の提出日.
    pub preliminary_filed_on: Option<NaiveDate>,
    /// 確報の期限.
    pub final_on: NaiveDate,
    /// 確報の提出日.
    pub final_filed_on: Option<NaiveDate>,
}

impl LeakView {
    /// The leak of an incident, if it has one.
    #[must_use]
    pub fn of(incident: &Incident) -> Option<Self> {
        let leak = incident.leak?;
        // Only a leak whose days are known was noted.
        let deadlines = leak.deadlines().ok()?;
        Some(Self {
            facts: leak.facts,
            preliminary_from: deadlines.preliminary_from,
            preliminary_until: deadlines.preliminary_until,
            preliminary_filed_on: leak.preliminary_filed_on,
            final_on: deadlines.final_on,
            final_filed_on: leak.final_filed_on,
        })
    }
}

/// What became of a report.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Reported {
    /// The incident.
    pub incident: IncidentId,
    /// Where it is.
    pub state: IncidentState,
    /// The organizations whose mail is on its way.
    pub told: Vec<OrganizationId>,
    /// Whether others follow with the next runs of `incident_watch`.
    pub waiting: bool,
}

/// That not every affected organization was told all reports yet.
#[derive(Serialize, Deserialize)]
pub struct ToTell {
    /// Counts the reports that came meanwhile.
    pub version: u64,
}

/// An incident that a field names.
async fn load(view: &View<'_>, id: IncidentId) -> Result<Stored<Incident>> {
    view.load::<Incident>(&incident_key(id)).await.map_err(crate::unknown("incident", "incident_unknown"))
}

/// A page of the organizations that an incident affects.
async fn affected(view: &View<'_>, incident: IncidentId, after: Option<OrganizationId>, limit: u32) -> Result<Organizations> {
    view.organizations_of(key::service_affected_partition(incident), after, limit).await
}

/// What these organizations are owed of an incident; those that are gone are left out.
async fn owed(view: &View<'_>, incident: IncidentId, tenants: &[Tenant]) -> Result<Vec<(Tenant, Stored<FirstReport>)>> {
    let keys: Vec<Key> = tenants.iter().map(|tenant| first_report_key(*tenant, incident)).collect();
    let batch = view.batch(&keys).await?;
    let present = tenants.iter().zip(&keys).filter(|(_, key)| batch.has(key));
    present.map(|(tenant, key)| Ok((*tenant, batch.record(key)?))).collect()
}

/// What organizations are owed that were found to be affected, each by its own business hours.
///
/// # Errors
/// [`Error::Invalid`] with every organization that is refused.
async fn found_affected(
    view: &View<'_>,
    incident: &Incident,
    organizations: &[OrganizationId],
    count: RangeInclusive<usize>,
) -> Result<Vec<FirstReport>> {
    if !count.contains(&organizations.len()) {
        return Err(Error::field("organizations", Refusal::OrganizationsOutOfRange(ORGANIZATIONS_AT_ONCE)));
    }
    let edge = |id: &OrganizationId| key::service_affected(incident.id, Tenant::of_service(*id));
    // A key may be asked for once.
    let edges: BTreeSet<Key> = organizations.iter().map(edge).collect();
    let affected = view.batch(&edges.into_iter().collect::<Vec<_>>()).await?;
    let judge = |tenant: Tenant, organization: &Organization| match affected.has(&edge(&tenant.id())) {
        true => Err(Refusal::OrganizationRepeated),
        false => FirstReport::new(incident, organization),
    };
    named(view, organizations, judge).await
}

/// Refuses a time that hasn't come yet.
fn occurred(occurred_at: shared::domain::time::Timestamp, view: &View<'_>) -> Result<()> {
    let refused = (occurred_at > view.now()).then(|| FieldRefusal::new("occurred_at", Refusal::OccurredInFuture));
    crate::refuse_fields(refused.into_iter().collect())
}
