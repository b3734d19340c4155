//! erasure_replay: what was erased stays erased, whatever is restored. Compares the ledger, which lies outside the store, with
//! the store, and has erased again what came back. Every day, and after each restore.

use crate::erasures::{Phase, Progress};
use shared::caller::Tenant;
use shared::change::{Change, Technical, item};
use shared::domain::erasure::{LEDGER, LedgerEntry, ledger_name, of_ledger_name};
use shared::domain::id::OrganizationId;
use shared::endpoint::{Grant, Job, JobSpec, Schedule};
use shared::error::{Error, Result};
use shared::job::{Outcome, Run};
use shared::key::{self, ITEM_SHARDS, Index, Kind, Purpose};
use shared::ports::{Failure, Operation, Query};

/// How many pages of the ledger one run looks at: a thousand names each.
const PAGES: u32 = 50;

/// The job.
pub struct ErasureReplay;

impl Job for ErasureReplay {
    const SPEC: JobSpec = JobSpec {
        name: "erasure_replay",
        summary: ("復元後に戻った消去済の組織を再び消去する", "Erase again what a restore brought back"),
        schedule: Schedule::Daily { hour: 4, minute: 30 },
        on_outbox: false,
        grants: &[Grant::Read, Grant::Write, Grant::Records, Grant::EndKeys],
    };

    async fn run(run: &Run<'_>) -> Result<Outcome> {
        let (mut outcome, mut after) = (Outcome::default(), None);
        for _ in 0..PAGES {
            let names = run.view.kept_records(LEDGER, after.as_deref()).await?;
            for organization in names.iter().filter_map(|name| of_ledger_name(name)) {
                outcome.done += u32::from(replay(run, organization).await?);
            }
            after = names.into_iter().next_back();
            if after.is_none() {
                return Ok(outcome);
            }
        }
        outcome.more = true;
        Ok(outcome)
    }
}

// Whether it came back, and is erased again by the next runs of erasure_run.
async fn replay(run: &Run<'_>, organization: OrganizationId) -> Result<bool> {
    let tenant = Tenant::of_service(organization);
    let place = key::service_erasure(tenant);
    // One that is under way goes on by itself. An instruction that only waits was restored from before its run.
    let known: Option<Progress> = run.view.batch(std::slice::from_ref(&place)).await?.item(&place)?;
    if known.as_ref().is_some_and(|progress| progress.phase != Phase::Waiting) || !is_there(run, tenant).await? {
        return Ok(false);
    }
    let ledger = run.view.kept_record(&ledger_name(organization)).await?.ok_or_else(|| Error::internal("a ledger entry that is gone"))?;
    let ledger: LedgerEntry = serde_json::from_slice(&ledger).map_err(Error::internal)?;
    let failure = Failure::Conflict("record_changed");
    let again = Progress::new(organization, ledger.erasure.id, Phase::Removing);
    let operation = match known {
        Some(known) => {
            let again = Progress { version: known.version + 1, ..again };
            Operation::replace(place, item(&again)?, ("version", known.version), failure)
        }
        None => Operation::create(place, item(&again)?, failure),
    };
    run.commit(Change::reply(()).technical(Technical::Erasure, operation)).await.map(|()| true)
}

async fn is_there(run: &Run<'_>, tenant: Tenant) -> Result<bool> {
    let keys = [Purpose::Data, Purpose::Index, Purpose::Cursor].map(|purpose| key::organization_key(tenant.id(), purpose));
    let records = [key::organization(tenant)];
    let keys: Vec<_> = keys.into_iter().chain(records).collect();
    let batch = run.view.batch(&keys).await?;
    if keys.iter().any(|key| batch.has(key)) {
        return Ok(true);
    }
    let kinds = Kind::ALL.iter().map(|kind| key::by_kind(tenant, *kind));
    for partition in kinds.chain((0..ITEM_SHARDS).map(|shard| key::by_item(tenant, shard))) {
        let query = Query { index: Some(Index::Kind), partition, range: None, descending: false, limit: 1, after: None };
        if !run.view.query(&query).await?.items.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}
