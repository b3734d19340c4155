//! Incidents (障害, WP14): opened, reported and closed by operators; each affected organization has a due time of its own for the
//! first report, and gets every report by mail and in the console.

pub mod close;
pub mod list;
pub mod open;
pub mod report;
mod telling;
pub mod watch;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Tenant;
use shared::domain::id::{IncidentId, OrganizationId};
use shared::domain::incident::{FirstReport, Incident, IncidentState, ORGANIZATIONS_AT_ONCE};
use shared::domain::organization::Organization;
use shared::domain::refusal::{FieldRefusal, Refusal};
use shared::error::{Error, FieldError, Result};
use shared::key::{self, Key, Kind};
use shared::ports::{Position, Query, text};
use shared::record::Stored;
use shared::view::View;
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

/// A page of the organizations that an incident affects, and whether there are more.
async fn affected(view: &View<'_>, incident: IncidentId, after: Option<OrganizationId>, limit: u32) -> Result<(Vec<Tenant>, bool)> {
    let partition = key::service_affected_partition(incident);
    let after = after.map(|last| Position { key: (partition.clone(), last.to_string()), index: None });
    let found = view.query(&Query { index: None, partition, range: None, descending: false, limit, after }).await?;
    let tenant = |item| text(item, "sk")?.parse().map(Tenant::of_service).map_err(Error::internal);
    Ok((found.items.iter().map(tenant).collect::<Result<_>>()?, found.more))
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
    let tenants: Vec<Tenant> = organizations.iter().copied().map(Tenant::of_service).collect();
    let records: Vec<Key> = tenants.iter().map(|tenant| key::organization(*tenant)).collect();
    let edges: Vec<Key> = tenants.iter().map(|tenant| key::service_affected(incident.id, *tenant)).collect();
    // A key may be asked for once.
    let keys: BTreeSet<Key> = records.iter().chain(&edges).cloned().collect();
    let batch = view.batch(&keys.into_iter().collect::<Vec<_>>()).await?;
    let (mut found, mut wrong, mut named) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (place, (record, edge)) in records.iter().zip(&edges).enumerate() {
        let field = format!("organizations[{place}]");
        if !named.insert(record) || batch.has(edge) {
            wrong.push(FieldError::new(field, Refusal::OrganizationRepeated));
            continue;
        }
        match batch.record::<Organization>(record).map(|organization| FirstReport::new(incident, &organization)) {
            Ok(Ok(first)) => found.push(first),
            Ok(Err(refusal)) => wrong.push(FieldError::new(field, refusal)),
            Err(Error::NotFound) => wrong.push(FieldError::coded(field, "organization_unknown", None)),
            Err(error) => return Err(error),
        }
    }
    if wrong.is_empty() { Ok(found) } else { Err(Error::Invalid(wrong)) }
}

/// Refuses a time that hasn't come yet.
fn occurred(occurred_at: shared::domain::time::Timestamp, view: &View<'_>) -> Result<()> {
    let refused = (occurred_at > view.now()).then(|| FieldRefusal::new("occurred_at", Refusal::OccurredInFuture));
    crate::refuse_fields(refused.into_iter().collect())
}
