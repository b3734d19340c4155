//! erasure_run: removes every item, document and key of an organization whose erasure has come due, and issues the
//! certificate. Each step is committed together with how far it is, so that a run that is cut off anywhere is gone on with,
//! and every item is counted once.
//!
//! The order: the ledger's entry, which lies outside the store; everything that the organization's indexes show, its own
//! partition last; its keys; a look through the whole of both tables; the certificate, which an item of its own keeps to one.

mod certificate;
pub mod paper;
mod proof;
mod remove;

use crate::erasures::{Phase, Progress, erasure_key};
use remove::Eraser;
use serde_json::Value;
use shared::caller::Tenant;
use shared::change::{Change, Technical};
use shared::domain::erasure::{Erasure, LedgerEntry, ledger_name};
use shared::domain::organization::Organization;
use shared::domain::timeline::Event;
use shared::endpoint::{Grant, Job, JobSpec, Schedule};
use shared::error::{Error, Result};
use shared::job::{Outcome, Run};
use shared::key::{self, SERVICE_ERASURES};

/// How many erasures one run takes up.
const ERASURES: u32 = 10;

/// The job.
pub struct ErasureRun;

impl Job for ErasureRun {
    const SPEC: JobSpec = JobSpec {
        name: "erasure_run",
        summary: ("期限の来た消去を実行し、証明書を発行する", "Run the erasures that are due, and issue their certificates"),
        schedule: Schedule::EveryMinutes(5),
        on_outbox: false,
        grants: &[
            Grant::Read,
            Grant::Write,
            Grant::Documents,
            Grant::Records,
            Grant::SignRecords,
            Grant::SigningKey,
            Grant::EndKeys,
            Grant::ProveErasure,
        ],
    };

    async fn run(run: &Run<'_>) -> Result<Outcome> {
        let found = run.view.items(SERVICE_ERASURES.to_owned(), ERASURES).await?;
        let mut outcome = Outcome { more: found.more, ..Outcome::default() };
        for waiting in found.items {
            let progress: Progress = serde_json::from_value(Value::Object(waiting)).map_err(Error::internal)?;
            let organization = progress.organization;
            match erase(run, progress).await {
                Ok(Step::Erased) => outcome.done += 1,
                Ok(Step::GoesOn) => outcome.more = true,
                // Its time hasn't come, or another run is at it.
                Ok(Step::Waits) | Err(Error::Conflict(_)) => {}
                Err(error) => {
                    tracing::error!(function = "erasure_run", %organization, code = error.code(), cause = error.cause(), "an erasure was cut off");
                    outcome.failed += 1;
                }
            }
        }
        Ok(outcome)
    }
}

enum Step {
    Waits,
    GoesOn,
    Erased,
}

async fn erase(run: &Run<'_>, mut progress: Progress) -> Result<Step> {
    if progress.phase == Phase::Waiting && !start(run, &mut progress).await? {
        return Ok(Step::Waits);
    }
    let ledger = ledger(run, &progress).await?;
    let mut eraser = Eraser::new(run, progress);
    if eraser.progress.phase == Phase::Removing && !eraser.remove_all(&ledger).await? {
        return Ok(Step::GoesOn);
    }
    if eraser.progress.phase == Phase::Proving && !eraser.prove().await? {
        return Ok(Step::GoesOn);
    }
    certificate::finish(run, eraser.progress, ledger).await?;
    Ok(Step::Erased)
}

// From here on there is no way back. The accounts' rights must be gone before, so that nobody writes what was removed.
async fn start(run: &Run<'_>, progress: &mut Progress) -> Result<bool> {
    let tenant = Tenant::of_service(progress.organization);
    if progress.due_at.is_none_or(|due_at| run.view.now() < due_at) {
        return Ok(false);
    }
    let (erasure_key, sweep_key) = (erasure_key(tenant, progress.erasure), key::service_contract_sweep(tenant));
    let batch = run.view.batch(&[erasure_key.clone(), sweep_key.clone()]).await?;
    if batch.has(&sweep_key) {
        return Ok(false);
    }
    let stored = batch.record::<Erasure>(&erasure_key)?;
    let started = stored.start(run.view.now())?;
    progress.phase = Phase::Removing;
    let change = Change::reply(()).update(tenant, &stored, &started, Event::ErasureStarted)?;
    run.commit(change.technical(Technical::Erasure, progress.step()?)).await.map(|()| true)
}

// The entry lies there before anything is removed, so what it is made from is still there where it isn't.
async fn ledger(run: &Run<'_>, progress: &Progress) -> Result<LedgerEntry> {
    let name = ledger_name(progress.organization);
    if let Some(kept) = run.view.kept_record(&name).await? {
        return serde_json::from_slice(&kept).map_err(Error::internal);
    }
    let tenant = Tenant::of_service(progress.organization);
    let (erasure_key, organization_key) = (erasure_key(tenant, progress.erasure), key::organization(tenant));
    let batch = run.view.batch(&[erasure_key.clone(), organization_key.clone()]).await?;
    let organization = batch.record::<Organization>(&organization_key)?;
    let entry = LedgerEntry {
        organization: organization.id,
        organization_name: organization.name.clone(),
        kms_key: organization.kms_key.clone(),
        erasure: batch.record::<Erasure>(&erasure_key)?.record(),
    };
    run.view.keep_record(&name, "application/json", serde_json::to_vec_pretty(&entry).map_err(Error::internal)?).await?;
    Ok(entry)
}
