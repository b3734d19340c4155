//! retention_sweep: removes what has ended: links, sessions, counters, idempotency records, what remains of mails. The
//! store's own expiry does the same within days; readers never take what has ended, whether it is still there or not.

use shared::change::{Change, Technical};
use shared::endpoint::{Grant, Job, JobSpec, Schedule};
use shared::error::{Error, Result};
use shared::job::{Outcome, Run};
use shared::key::{EXPIRY_SHARDS, Index, Key, service_expiry_partition};
use shared::ports::{Action, Condition, Failure, Item, Operation, Query, text};

/// How many items one transaction removes.
const PAGE: u32 = 50;
/// How many pages of a shard one run takes.
const PAGES: u32 = 40;

/// The job.
pub struct RetentionSweep;

impl Job for RetentionSweep {
    const SPEC: JobSpec = JobSpec {
        name: "retention_sweep",
        summary: ("期限切れのリンク・セッション・再送記録を消去する", "Remove links, sessions and idempotency records that have ended"),
        schedule: Schedule::EveryMinutes(15),
        on_outbox: false,
        grants: &[Grant::Read, Grant::Write],
    };

    async fn run(run: &Run<'_>) -> Result<Outcome> {
        let mut outcome = Outcome::default();
        for shard in 0..EXPIRY_SHARDS {
            for page in 0..PAGES {
                let (removed, more) = sweep_page(run, shard).await?;
                outcome.done += removed;
                if !more {
                    break;
                }
                outcome.more |= page + 1 == PAGES;
            }
        }
        Ok(outcome)
    }
}

async fn sweep_page(run: &Run<'_>, shard: u8) -> Result<(u32, bool)> {
    let now = shared::domain::time::text(run.view.now());
    let query = Query {
        index: Some(Index::Due),
        partition: service_expiry_partition(shard),
        range: Some(("0".into(), now)),
        descending: false,
        limit: PAGE,
        after: None,
    };
    let found = run.view.query(&query).await?;
    let removals = found.items.iter().map(removal).collect::<Result<Vec<_>>>()?;
    let together = removals.iter().cloned().fold(Change::reply(()), |change, removal| change.technical(Technical::Sweep, removal));
    match run.commit(together).await {
        Ok(()) => Ok((u32::try_from(removals.len()).unwrap_or(u32::MAX), found.more)),
        Err(Error::Conflict(_)) => one_by_one(run, removals).await.map(|removed| (removed, found.more && removed > 0)),
        Err(error) => Err(error),
    }
}

// One of the page was renewed or is gone already: the others go without it.
async fn one_by_one(run: &Run<'_>, removals: Vec<Operation>) -> Result<u32> {
    let mut removed = 0;
    for removal in removals {
        match run.commit(Change::reply(()).technical(Technical::Sweep, removal)).await {
            Ok(()) => removed += 1,
            Err(Error::Conflict(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(removed)
}

// On the condition that it still ends when the index says: the index lags behind a renewal.
fn removal(ended: &Item) -> Result<Operation> {
    let ttl = ended.get("ttl").cloned().ok_or_else(|| Error::internal("an expiring item without ttl"))?;
    let key = Key::of_expired(text(ended, "pk")?, text(ended, "sk")?);
    Ok(Operation {
        key,
        action: Action::Delete,
        conditions: vec![Condition::Equals("ttl", ttl)],
        failure: Failure::Conflict("record_changed"),
    })
}
