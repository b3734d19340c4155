//! Telling organizations of an incident: as many as have room in the transaction that makes the report, the others by the job,
//! each in a transaction of its own. What was told stands on the organization's own record, so that nobody is told twice or in
//! another order, wherever a run was cut off.

use super::{Reported, ToTell, affected, owed};
use crate::notices::{Addressed, Message, recipients, send};
use shared::caller::Tenant;
use shared::change::{Change, Companion, item};
use shared::domain::id::{NoticeId, OrganizationId};
use shared::domain::incident::{FirstReport, Incident, IncidentReport, ORGANIZATIONS_AT_ONCE, ReportStage};
use shared::domain::notice::NoticeSource;
use shared::domain::timeline::Event;
use shared::error::{Error, Result};
use shared::key;
use shared::mail::MailKind;
use shared::ports::{Failure, Item, Operation};
use shared::record::Stored;
use shared::view::View;

/// How many operations of a transaction are left for organizations, beside the incident's own.
const ROOM: usize = 90;
/// What an organization that is found affected takes: its record, its entry, and that it is affected.
const AFFECTED: usize = 3;
/// What telling takes beside a mail for each recipient: a record and its entry for the notice.
const NOTICE: usize = 2;
/// What noting it takes on a record that is there.
const NOTED: usize = 2;

/// What an organization is owed, new or as it lies in the store.
enum Owed {
    New(FirstReport),
    Stored(Box<Stored<FirstReport>>),
}

impl Owed {
    fn first(&self) -> &FirstReport {
        match self {
            Self::New(first) => first,
            Self::Stored(stored) => stored,
        }
    }
}

/// One organization, told in this change where its recipients stand here.
struct Step {
    tenant: Tenant,
    owed: Owed,
    told: Option<Vec<Addressed>>,
}

/// Who is told in a change, and whether others wait.
pub struct Plan {
    steps: Vec<Step>,
    pending: u64,
    /// Whether organizations are left to the job.
    pub waiting: bool,
}

impl Plan {
    /// Plans the last report of an incident, or that it affects organizations that it didn't before.
    ///
    /// # Errors
    /// Where the store can't be read.
    pub async fn make(view: &View<'_>, incident: &Incident, new: Vec<FirstReport>) -> Result<Self> {
        let place = key::service_incident_to_tell(incident.id);
        let pending = view.batch(std::slice::from_ref(&place)).await?.item::<ToTell>(&place)?.map_or(0, |to_tell| to_tell.version);
        let page = affected(view, incident.id, None, ORGANIZATIONS_AT_ONCE as u32).await?;
        let mut room = ROOM.saturating_sub(AFFECTED * new.len());
        let mut plan = Self { steps: Vec::new(), pending, waiting: page.next.is_some() && !incident.reports.is_empty() };
        for first in new {
            let told = plan.take(view, incident, &first, 0, &mut room).await;
            plan.steps.push(Step { tenant: Tenant::of_service(first.organization), owed: Owed::New(first), told });
        }
        for (tenant, stored) in owed(view, incident.id, &page.tenants).await? {
            if let Some(told) = plan.take(view, incident, &stored, NOTED, &mut room).await {
                plan.steps.push(Step { tenant, owed: Owed::Stored(Box::new(stored)), told: Some(told) });
            }
        }
        Ok(plan)
    }

    // Whom to tell, where only the last report is missing and there is room. One whose key is away waits and holds up nobody.
    async fn take(
        &mut self,
        view: &View<'_>,
        incident: &Incident,
        first: &FirstReport,
        beside: usize,
        room: &mut usize,
    ) -> Option<Vec<Addressed>> {
        let missing = incident.reports.len().saturating_sub(first.told);
        if missing == 1 && *room > NOTICE + beside {
            match recipients(view, Tenant::of_service(first.organization)).await {
                Ok(found) if NOTICE + beside + found.len() <= *room => {
                    *room -= NOTICE + beside + found.len();
                    return Some(found);
                }
                Ok(_) => {}
                Err(error) => tracing::warn!(code = error.code(), cause = error.cause(), "an organization is told later"),
            }
        }
        self.waiting |= missing > 0;
        None
    }

    /// Which organizations the change tells.
    #[must_use]
    pub fn told(&self) -> Vec<OrganizationId> {
        self.steps.iter().filter(|step| step.told.is_some()).map(|step| step.tenant.id()).collect()
    }

    /// Adds all of it to a change.
    ///
    /// # Errors
    /// Where the operating system gives no randomness.
    pub fn add<T>(self, view: &View<'_>, incident: &Incident, mut change: Change<T>) -> Result<Change<T>> {
        let changed = Failure::Conflict("record_changed");
        for step in self.steps {
            if let Owed::New(first) = &step.owed {
                let edge = key::service_affected(incident.id, step.tenant);
                change = change.with(Companion::Affected, Operation::create(edge, Item::new(), changed));
                if step.told.is_none() {
                    change = change.create(step.tenant, first, Event::IncidentOpened)?;
                }
            }
            if let Some(recipients) = step.told {
                change = tell(view, change, step.tenant, incident, &step.owed, recipients)?;
            }
        }
        if self.waiting {
            let place = key::service_incident_to_tell(incident.id);
            let to_tell = item(&ToTell { version: self.pending + 1 })?;
            change = change.with(Companion::IncidentToTell, Operation::put(place, to_tell, ("version", self.pending), changed));
        }
        Ok(change)
    }
}

/// The change that tells an organization the next report, for the job; nothing where it was told all of them.
///
/// # Errors
/// Where a key can't be opened.
pub async fn next(view: &View<'_>, tenant: Tenant, incident: &Incident, stored: Stored<FirstReport>) -> Result<Option<Change<()>>> {
    if stored.next(incident).is_none() {
        return Ok(None);
    }
    let recipients = recipients(view, tenant).await?;
    tell(view, Change::reply(()), tenant, incident, &Owed::Stored(Box::new(stored)), recipients).map(Some)
}

/// The change that adds a report to an incident and tells it to everybody who is affected, those found affected with it included.
///
/// # Errors
/// Where the store can't be read, or the operating system gives no randomness.
pub async fn reported(
    view: &View<'_>,
    stored: &Stored<Incident>,
    incident: &Incident,
    new: Vec<FirstReport>,
    event: Event,
) -> Result<Change<Reported>> {
    let plan = Plan::make(view, incident, new).await?;
    let output = Reported { incident: incident.id, state: incident.state, told: plan.told(), waiting: plan.waiting };
    plan.add(view, incident, Change::reply(output).update(Tenant::of_operator(), stored, incident, event)?)
}

fn tell<T>(
    view: &View<'_>,
    change: Change<T>,
    tenant: Tenant,
    incident: &Incident,
    owed: &Owed,
    recipients: Vec<Addressed>,
) -> Result<Change<T>> {
    let first = owed.first();
    let report = first.next(incident).ok_or_else(|| Error::internal("telling of a report that isn't there"))?;
    let event = if report.stage == ReportStage::Closing { Event::IncidentClosed } else { Event::IncidentReported };
    let told = first.tell(view.now());
    let change = match owed {
        Owed::New(_) => change.create(tenant, &told, event)?,
        Owed::Stored(stored) => change.update(tenant, stored, &told, event)?,
    };
    send(view, change, tenant, &message(view.identifier()?, incident, report), recipients)
}

fn message(id: NoticeId, incident: &Incident, report: &IncidentReport) -> Message {
    Message {
        id,
        source: NoticeSource::Incident { incident: incident.id, stage: report.stage },
        title: incident.title.clone(),
        text: report.text.clone(),
        mail: MailKind::IncidentReport,
        content: crate::mail::notice::incident_report(incident, report),
    }
}
