//! incident_watch: tells the organizations that had no room in a report's own transaction, then looks after first reports that
//! weren't sent yet: alarms before they are due, and a note on the record of each that missed its time; and alarms before a report on a leak is due.

mod leaks;

use crate::incidents::{ToTell, affected, first_report_key, incident_key, owed, telling};
use chrono::TimeDelta;
use shared::caller::Tenant;
use shared::change::{Change, Technical};
use shared::domain::id::{IncidentId, OrganizationId};
use shared::domain::incident::{FirstReport, Incident, Urgency};
use shared::domain::time::text;
use shared::domain::timeline::Event;
use shared::endpoint::{Grant, Job, JobSpec, Schedule};
use shared::error::{Error, Result};
use shared::job::{Outcome, Run};
use shared::key::{self, Index, SERVICE_FIRST_REPORTS, SERVICE_INCIDENTS_TO_TELL};
use shared::ports::{self, Action, Condition, Failure, Item, Metric, Operation, Query};
use shared::view::position;

/// How often it looks, in minutes.
const MINUTES: u32 = 10;
/// How many incidents one run tells of.
const INCIDENTS: u32 = 20;
/// How many organizations, or first reports, one page has.
const PAGE: u32 = 50;
/// How many pages one run looks at.
const PAGES: u32 = 20;

/// The job.
pub struct IncidentWatch;

impl Job for IncidentWatch {
    const SPEC: JobSpec = JobSpec {
        name: "incident_watch",
        summary: (
            "障害の報告を残りの組織に送り、第一報と漏えい等の報告の期限を監視する",
            "Send reports of incidents to the rest, and watch the due times of first reports and of reports on leaks",
        ),
        schedule: Schedule::EveryMinutes(MINUTES),
        on_outbox: false,
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
    };

    async fn run(run: &Run<'_>) -> Result<Outcome> {
        let found = run.view.items(SERVICE_INCIDENTS_TO_TELL.to_owned(), INCIDENTS).await?;
        let mut outcome = Outcome { more: found.more, ..Outcome::default() };
        for waiting in found.items {
            let incident = ports::text(&waiting, "sk")?.parse().map_err(Error::internal)?;
            let to_tell: ToTell = serde_json::from_value(waiting.into()).map_err(Error::internal)?;
            tell_all(run, incident, to_tell.version, &mut outcome).await?;
        }
        watch(run, &mut outcome).await?;
        leaks::watch(run).await?;
        Ok(outcome)
    }
}

// Those who were told already cost a read, so that a run that was cut off begins anew.
async fn tell_all(run: &Run<'_>, id: IncidentId, version: u64, outcome: &mut Outcome) -> Result<()> {
    let incident = run.view.load::<Incident>(&incident_key(id)).await?.record();
    let (mut after, mut failed) = (None, 0);
    for _ in 0..PAGES {
        let page = affected(&run.view, id, after, PAGE).await?;
        for (tenant, first) in owed(&run.view, id, &page.tenants).await? {
            if first.next(&incident).is_none() {
                continue;
            }
            match tell(run, tenant, &incident).await {
                Ok(told) => outcome.done += told,
                // One that can't be told now holds up none of the others; the next run tries it again.
                Err(error) => {
                    tracing::warn!(function = "incident_watch", code = error.code(), cause = error.cause(), "a report was not told");
                    failed += 1;
                }
            }
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    outcome.failed += failed;
    outcome.more |= after.is_some();
    if failed > 0 || after.is_some() {
        return Ok(());
    }
    let conditions = vec![Condition::Equals("version", version.into())];
    let place = key::service_incident_to_tell(id);
    let done = Operation { key: place, action: Action::Delete, conditions, failure: Failure::Conflict("record_changed") };
    match run.commit(Change::reply(()).technical(Technical::IncidentToTell, done)).await {
        // A report came meanwhile: the next run tells it.
        Err(Error::Conflict(_)) => Ok(()),
        committed => committed,
    }
}

// One report after the other, each in a transaction of its own.
async fn tell(run: &Run<'_>, tenant: Tenant, incident: &Incident) -> Result<u32> {
    let mut told = 0;
    loop {
        let stored = run.view.load::<FirstReport>(&first_report_key(tenant, incident.id)).await?;
        let Some(change) = telling::next(&run.view, tenant, incident, stored).await? else { return Ok(told) };
        run.commit(change).await?;
        told += 1;
    }
}

async fn watch(run: &Run<'_>, outcome: &mut Outcome) -> Result<()> {
    let now = run.view.now();
    let horizon = text(now + TimeDelta::minutes(60 + i64::from(MINUTES)));
    let (mut urgency, mut after) = (Urgency::None, None);
    for _ in 0..PAGES {
        let query = Query {
            index: Some(Index::Due),
            partition: SERVICE_FIRST_REPORTS.into(),
            range: Some(("0".into(), horizon.clone())),
            descending: false,
            limit: PAGE,
            after: after.take(),
        };
        let found = run.view.query(&query).await?;
        for waiting in &found.items {
            match look(run, waiting, outcome).await {
                Ok(found) => urgency = urgency.max(found),
                Err(error) => {
                    tracing::warn!(function = "incident_watch", code = error.code(), cause = error.cause(), "a due time was not noted");
                    outcome.failed += 1;
                    urgency = Urgency::Due;
                }
            }
        }
        after = found.items.last().filter(|_| found.more).map(|item| position(item, Some(Index::Due))).transpose()?;
        if after.is_none() {
            break;
        }
    }
    run.view.metrics().tell(Metric::IncidentsDue, None, f64::from(urgency as u8), now);
    Ok(())
}

// How pressing it is. The index lags behind: the report may have been sent, or the organization erased, a moment ago.
async fn look(run: &Run<'_>, waiting: &Item, outcome: &mut Outcome) -> Result<Urgency> {
    let (tenant, incident) = place(waiting)?;
    let stored = match run.view.load::<FirstReport>(&first_report_key(tenant, incident)).await {
        Ok(stored) if stored.first_sent_at.is_none() => stored,
        Ok(_) | Err(Error::NotFound) => return Ok(Urgency::None),
        Err(error) => return Err(error),
    };
    let now = run.view.now();
    let urgency = Urgency::of(stored.due_at, now, MINUTES.into());
    if urgency > Urgency::None {
        tracing::warn!(function = "incident_watch", %incident, organization = %tenant.id(), ?urgency, "no first report yet");
    }
    if let Some(missed) = stored.miss(now) {
        run.commit(Change::reply(()).update(tenant, &stored, &missed, Event::FirstReportMissed)?).await?;
        outcome.done += 1;
    }
    Ok(urgency)
}

// Organization and incident stand at the end of the place in the index.
fn place(waiting: &Item) -> Result<(Tenant, IncidentId)> {
    let mut parts = ports::text(waiting, Index::Due.attributes().1)?.rsplit('#');
    let incident = parts.next().and_then(|id| id.parse().ok());
    let organization = parts.next().and_then(|id| id.parse::<OrganizationId>().ok());
    organization.map(Tenant::of_service).zip(incident).ok_or_else(|| Error::internal("a first report without an incident"))
}
