//! disclosure_reveal: on the day until which an order forbade it, the disclosure becomes the organization's own record and
//! stands on its timeline.

use crate::disclosures::{Hidden, disclosure_key};
use serde_json::Value;
use shared::caller::Tenant;
use shared::change::{Change, Companion};
use shared::domain::disclosure::Disclosure;
use shared::domain::time::day;
use shared::domain::timeline::Event;
use shared::endpoint::{Grant, Job, JobSpec, Schedule};
use shared::error::{Error, Result};
use shared::job::{Outcome, Run};
use shared::key::{self, SERVICE_DISCLOSURES};
use shared::ports::{Failure, Operation, Query};
use shared::view::position;

/// How many disclosures one page holds.
const PAGE: u32 = 50;

/// The job.
pub struct DisclosureReveal;

impl Job for DisclosureReveal {
    const SPEC: JobSpec = JobSpec {
        name: "disclosure_reveal",
        summary: ("通知禁止期限の過ぎた開示を組織に知らせる", "Make disclosures known whose order forbids it no longer"),
        schedule: Schedule::Daily { hour: 0, minute: 10 },
        on_outbox: false,
        grants: &[Grant::Read, Grant::Write],
    };

    async fn run(run: &Run<'_>) -> Result<Outcome> {
        let (mut outcome, mut after) = (Outcome::default(), None);
        loop {
            let partition = SERVICE_DISCLOSURES.to_owned();
            let query = Query { index: None, partition, range: None, descending: false, limit: PAGE, after: after.take() };
            let found = run.view.query(&query).await?;
            for waiting in &found.items {
                let hidden: Hidden = serde_json::from_value(Value::Object(waiting.clone())).map_err(Error::internal)?;
                if day(run.view.now()) < hidden.reveal_on {
                    continue;
                }
                match reveal(run, &hidden).await {
                    Ok(()) => outcome.done += 1,
                    Err(Error::Conflict(_)) => outcome.failed += 1,
                    Err(error) => return Err(error),
                }
            }
            after = found.items.last().filter(|_| found.more).map(|last| position(last, None)).transpose()?;
            if after.is_none() {
                return Ok(outcome);
            }
        }
    }
}

async fn reveal(run: &Run<'_>, hidden: &Hidden) -> Result<()> {
    let (tenant, operator) = (Tenant::of_service(hidden.organization), Tenant::of_operator());
    let stored = run.view.load::<Disclosure>(&disclosure_key(operator, hidden.disclosure)).await?;
    let known = Disclosure { known: true, ..stored.record() };
    let waits_no_more = Operation::delete(key::service_disclosure(tenant, hidden.disclosure), Failure::Conflict("record_changed"));
    let change = Change::reply(()).create(tenant, &known, Event::DisclosureRevealed)?.update(
        operator,
        &stored,
        &known,
        Event::DisclosureRevealed,
    )?;
    run.commit(change.with(Companion::Disclosure, waits_no_more)).await
}
