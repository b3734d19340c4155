//! timeline_seal: adds what happened since the last seal to each organization's log, and signs its root. No request waits
//! for it: it touches items that nobody else writes.

mod choice;

use crate::timeline::log::{Head, Log, OVERLAP, each_entry, leaf, seal_operation, seals_from};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use choice::{Choice, choose};
use chrono::TimeDelta;
use proof::tree::Span;
use proof::{Digest, Leaf, Seal, SignedSeal, tiles};
use shared::caller::Tenant;
use shared::change::{Change, Technical, item};
use shared::domain::organization::Organization;
use shared::domain::time::{Timestamp, text};
use shared::endpoint::{Grant, Job, JobSpec, Schedule};
use shared::error::{Error, Result};
use shared::job::{Outcome, Run};
use shared::key;
use shared::ports::{Failure, Operation};
use std::collections::{BTreeSet, HashSet};

/// How old an entry is before it is sealed: by then the index by day shows it.
const LAG: TimeDelta = TimeDelta::minutes(2);
/// About how many entries one seal adds: a transaction holds a hundred items and four megabytes.
const ENTRIES: usize = 4_000;
/// How many seals of an organization one run makes.
const SEALS: u32 = 10;
/// How many organizations are read at once.
const ORGANIZATIONS: u32 = 100;

/// The job.
pub struct TimelineSeal;

impl Job for TimelineSeal {
    const SPEC: JobSpec = JobSpec {
        name: "timeline_seal",
        summary: ("タイムラインを封印する", "Seal the timelines"),
        schedule: Schedule::EveryMinutes(60),
        on_outbox: false,
        grants: &[Grant::Read, Grant::Write, Grant::SignRecords, Grant::SigningKey],
    };

    async fn run(run: &Run<'_>) -> Result<Outcome> {
        let key = proof::signature::key_id(&run.view.signing_public_key().await?);
        let (mut outcome, mut after) = (Outcome::default(), None);
        loop {
            let page = run.view.organizations(after, ORGANIZATIONS).await?;
            for tenant in page.tenants {
                organization(run, tenant, key, &mut outcome).await?;
            }
            after = page.next;
            if after.is_none() {
                return Ok(outcome);
            }
        }
    }
}

// One organization's trouble doesn't keep the others waiting.
async fn organization(run: &Run<'_>, tenant: Tenant, key: Digest, outcome: &mut Outcome) -> Result<()> {
    for seals in 1..=SEALS {
        match seal(run, tenant, key).await {
            Ok(Sealed { made, more }) => {
                outcome.done += u32::from(made);
                outcome.more |= more && seals == SEALS;
                if !more {
                    return Ok(());
                }
            }
            // Another run seals at the same time.
            Err(Error::Conflict(_)) => {
                outcome.failed += 1;
                return Ok(());
            }
            Err(Error::Internal(cause)) => {
                outcome.failed += 1;
                tracing::error!(organization = %tenant.id(), cause, "the timeline can't be sealed");
                return Ok(());
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

struct Sealed {
    made: bool,
    more: bool,
}

async fn seal(run: &Run<'_>, tenant: Tenant, key: Digest) -> Result<Sealed> {
    let place = key::timeline_head(tenant);
    let head: Head = run.view.batch(std::slice::from_ref(&place)).await?.item(&place)?.unwrap_or_default();
    let cut_off = text(run.view.now() - LAG);
    if head.through >= cut_off {
        return Ok(Sealed { made: false, more: false });
    }
    let from = from(run, tenant, &head).await?;
    let Choice { leaves, through, more } = choose(unsealed(run, tenant, &head, from).await?, &cut_off, ENTRIES);
    if leaves.is_empty() {
        // Once a day, so that a quiet organization's next search doesn't begin ages ago.
        if head.seal.is_some() && head.through.get(..10) < cut_off.get(..10) {
            let next = Head { version: head.version + 1, through: cut_off, seal: head.seal.clone() };
            run.commit(Change::reply(()).technical(Technical::TimelineSeal, head_operation(tenant, &head, &next)?)).await?;
        }
        return Ok(Sealed { made: false, more: false });
    }
    // Entries that turned up late may be all that one seal takes: it covers a little more than the last all the same.
    let through = if through > head.through { through } else { text(time(&head.through)? + TimeDelta::milliseconds(1)) };
    add(run, tenant, &head, leaves, through, key).await?;
    Ok(Sealed { made: true, more })
}

fn time(text: &str) -> Result<Timestamp> {
    chrono::DateTime::parse_from_rfc3339(text).map_err(Error::internal)
}

// An hour before the time through which the log is complete; at first the organization's beginning.
async fn from(run: &Run<'_>, tenant: Tenant, head: &Head) -> Result<Timestamp> {
    if head.version > 0 {
        return Ok(time(&head.through)? - OVERLAP);
    }
    Ok(run.view.load::<Organization>(&key::organization(tenant)).await?.created_at - OVERLAP)
}

// The entries since a time that are in no seal.
async fn unsealed(run: &Run<'_>, tenant: Tenant, head: &Head, from: Timestamp) -> Result<Vec<Leaf>> {
    let seals = seals_from(&run.view, tenant, &text(from), |_| false).await?;
    let start = seals.first().map_or(head.tree_size(), |first| first.seal.first_position);
    let log = Log::of_range(&run.view, tenant, start, head.tree_size(), BTreeSet::new()).await?;
    let sealed: HashSet<(&str, &str, u64)> = log.range(start, head.tree_size()).map(|(_, leaf)| leaf.place()).collect();
    let mut found: Vec<Leaf> = Vec::new();
    let mut enough: Option<String> = None;
    each_entry(&run.view, tenant, (from, run.view.now() + OVERLAP), |_, entry| {
        let leaf = leaf(&entry)?;
        if enough.as_ref().is_some_and(|enough| leaf.at > *enough) {
            return Ok(false);
        }
        if !sealed.contains(&leaf.place()) {
            found.push(leaf);
            if found.len() == ENTRIES + 1 {
                // A little further, for what belongs before an entry whose clock ran behind.
                enough = found.last().map(|last| time(&last.at).map(|at| text(at + LAG))).transpose()?;
            }
        }
        Ok(true)
    })
    .await?;
    Ok(found)
}

async fn add(run: &Run<'_>, tenant: Tenant, head: &Head, leaves: Vec<Leaf>, through: String, key: Digest) -> Result<()> {
    let before = head.seal.as_ref().map(|signed| &signed.seal);
    let mut size = head.tree_size();
    let mut log = Log::read(&run.view, tenant, &tiles::edge(size)).await?;
    // A log that was changed under its seal isn't sealed anew.
    if before.is_some_and(|before| log.tiles.root(Span { start: 0, end: size }) != Some(before.root)) {
        return Err(Error::internal("the stored log isn't the one that was sealed"));
    }
    let mut grown = BTreeSet::new();
    for leaf in leaves {
        grown.extend(log.push(size, leaf));
        size += 1;
    }
    let root = log.tiles.root(Span { start: 0, end: size }).ok_or_else(|| Error::internal("the log lacks a tile"))?;
    let seal = Seal {
        format: proof::seal::FORMAT.into(),
        organization: tenant.id().to_string(),
        number: before.map_or(0, |before| before.number) + 1,
        at: text(run.view.now()),
        settled: text(time(&through)? - OVERLAP),
        through: through.clone(),
        first_position: head.tree_size(),
        tree_size: size,
        root,
        previous: before.map(Seal::hash),
        key,
    };
    let signature = STANDARD.encode(run.view.sign_record(&seal.hash().0).await?);
    let signed = SignedSeal { seal, signature };
    let next = Head { version: head.version + 1, through, seal: Some(signed.clone()) };
    let technical = |change: Change<()>, operation| change.technical(Technical::TimelineSeal, operation);
    let mut change = technical(Change::reply(()), head_operation(tenant, head, &next)?);
    change = technical(change, seal_operation(tenant, &signed)?);
    for id in grown {
        change = technical(change, log.operation(tenant, id)?);
    }
    run.commit(change).await
}

// Of two runs at once, one finds that the head isn't the one that it read.
fn head_operation(tenant: Tenant, head: &Head, next: &Head) -> Result<Operation> {
    let (key, failure) = (key::timeline_head(tenant), Failure::Conflict("record_changed"));
    Ok(match head.version {
        0 => Operation::create(key, item(next)?, failure),
        version => Operation::replace(key, item(next)?, ("version", version), failure),
    })
}
