//! record_reseal: after a data key was rotated, seals anew what is still sealed under an older version: the records of
//! every kind, the secrets of authenticator apps, and the names on rights and timeline entries. Readers open all versions, so it may take as many runs as there
//! are records; running twice or late does no harm.
//!
//! Its place lies in an item of the organization: pass after pass goes over all records and then over the timeline day by
//! day, until one pass that began well after the rotation meets nothing older.

mod place;

pub use place::{Reseal, Stage};

use serde_json::Value;
use shared::caller::Tenant;
use shared::change::{Change, Technical, item};
use shared::domain::organization::Organization;
use shared::domain::time::day;
use shared::domain::timeline::{Actor, Entry, Event};
use shared::endpoint::{Grant, Job, JobSpec, Schedule};
use shared::error::{Error, Result};
use shared::job::{Outcome, Run};
use shared::key::{self, Index, Key, Kind, SERVICE_RESEALS};
use shared::ports::{Action, Condition, Failure, Found, Item, Operation, Position, Query, text};
use shared::view::{holds_older, position};

/// How many organizations one run takes up.
const ORGANIZATIONS: u32 = 10;
/// How many steps one run goes on in an organization.
const STEPS: u32 = 40;
/// How many records, or timeline entries, one step looks at.
const PAGE: u32 = 25;
/// How many days without an entry one step passes.
const DAYS: u32 = 31;

/// The job.
pub struct RecordReseal;

impl Job for RecordReseal {
    const SPEC: JobSpec = JobSpec {
        name: "record_reseal",
        summary: ("更新されたデータ鍵で各情報を暗号化し直す", "Seal records anew under rotated data keys"),
        schedule: Schedule::EveryMinutes(60),
        on_outbox: false,
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
    };

    async fn run(run: &Run<'_>) -> Result<Outcome> {
        let found = run.view.items(SERVICE_RESEALS.to_owned(), ORGANIZATIONS).await?;
        let mut outcome = Outcome { more: found.more, ..Outcome::default() };
        for waiting in found.items {
            match walk(run, waiting, &mut outcome).await {
                Ok(()) => {}
                // Another run is under way, or the key was rotated again.
                Err(Error::Conflict(_)) => outcome.failed += 1,
                // One organization's key being disabled keeps no other from its own.
                Err(error) => {
                    tracing::error!(function = "record_reseal", code = error.code(), cause = error.cause(), "not sealed anew");
                    outcome.failed += 1;
                }
            }
        }
        Ok(outcome)
    }
}

async fn walk(run: &Run<'_>, waiting: Item, outcome: &mut Outcome) -> Result<()> {
    let organization = text(&waiting, "sk")?;
    let tenant = Tenant::of_service(organization.parse().map_err(Error::internal)?);
    let mut place: Reseal = serde_json::from_value(Value::Object(waiting)).map_err(Error::internal)?;
    // What is known here may be older than the rotation.
    run.view.know_data_key(tenant, place.target).await?;
    for _ in 0..STEPS {
        let walked = match place.stage.clone() {
            Stage::Records { kind, after } => records(run, tenant, &place, kind, after, outcome).await?,
            Stage::Timeline { day, after } => entries(run, tenant, &place, day, after, outcome).await?,
        };
        let next = place.after(walked, run.view.now());
        let ended = next.as_ref().is_none_or(Reseal::is_at_the_start);
        keep(run, tenant, &place, next.as_ref()).await?;
        match next {
            Some(next) if !ended => place = next,
            // Done, or the next run begins another pass.
            _ => return Ok(()),
        }
    }
    outcome.more = true;
    Ok(())
}

// On the condition that no other run has gone on from the same place.
async fn keep(run: &Run<'_>, tenant: Tenant, place: &Reseal, next: Option<&Reseal>) -> Result<()> {
    let action = match next {
        Some(next) => Action::Put(item(next)?),
        None => Action::Delete,
    };
    let conditions = vec![Condition::Equals("version", place.version.into())];
    let operation = Operation { key: key::service_reseal(tenant), action, conditions, failure: Failure::Conflict("record_changed") };
    run.commit(Change::reply(()).technical(Technical::Reseal, operation)).await
}

/// What a step did: whether it met an older seal, and where the next one begins; `None` at the end of the walk.
pub struct Walked {
    met_older: bool,
    next: Option<Stage>,
}

async fn records(
    run: &Run<'_>,
    tenant: Tenant,
    place: &Reseal,
    kind: Kind,
    after: Option<Position>,
    outcome: &mut Outcome,
) -> Result<Walked> {
    let found = page(run, key::by_kind(tenant, kind), after).await?;
    let mut met_older = false;
    for record in &found.items {
        if holds_older(record, place.target) {
            met_older = true;
            let change = Change::reply(()).reseal(tenant, kind, record, Event::RecordResealed)?;
            count(run.commit(change).await, outcome)?;
        }
        if kind == Kind::Account {
            met_older |= rights(run, tenant, record, outcome).await?;
            met_older |= factors(run, tenant, record, outcome).await?;
        }
    }
    let next = match last(&found)? {
        Some(after) => Stage::Records { kind, after: Some(after) },
        None => match Kind::ALL.iter().skip_while(|other| **other != kind).nth(1) {
            Some(kind) => Stage::Records { kind: *kind, after: None },
            None => {
                let organization = run.view.load::<Organization>(&key::organization(tenant)).await?;
                Stage::Timeline { day: day(organization.created_at), after: None }
            }
        },
    };
    Ok(Walked { met_older, next: Some(next) })
}

async fn page(run: &Run<'_>, partition: String, after: Option<Position>) -> Result<Found> {
    run.view.query(&Query { index: Some(Index::Kind), partition, range: None, descending: false, limit: PAGE, after }).await
}

fn last(found: &Found) -> Result<Option<Position>> {
    found.items.last().filter(|_| found.more).map(|item| position(item, Some(Index::Kind))).transpose()
}

// Somebody who was faster has sealed it under the current version; the next pass sees.
fn count(committed: Result<()>, outcome: &mut Outcome) -> Result<()> {
    match committed {
        Ok(()) => outcome.done += 1,
        Err(Error::Conflict(_)) => outcome.failed += 1,
        Err(error) => return Err(error),
    }
    Ok(())
}

// The name on an account's rights is what its timeline entries carry, so it comes before them.
async fn rights(run: &Run<'_>, tenant: Tenant, account: &Item, outcome: &mut Outcome) -> Result<bool> {
    let id = text(account, Index::Kind.attributes().1)?;
    let place = key::rights(tenant, id.parse().map_err(Error::internal)?);
    let Some(mut rights) = run.view.batch(std::slice::from_ref(&place)).await?.item::<Item>(&place)? else { return Ok(false) };
    let name = rights.get("name").cloned().ok_or_else(|| Error::internal("rights without a name"))?;
    let Some(renewed) = run.view.renewed(tenant, &key::record(tenant, Kind::Account, id), "name", &name).await? else { return Ok(false) };
    let epoch = rights.get("epoch").and_then(Value::as_u64).ok_or_else(|| Error::internal("rights without an epoch"))?;
    rights.insert("name".into(), renewed);
    let operation = Operation::replace(place, bare(rights), ("epoch", epoch), Failure::Conflict("record_changed"));
    count(run.commit(Change::reply(()).technical(Technical::Reseal, operation)).await, outcome)?;
    Ok(true)
}

// The secrets of an account's authenticator app, enrolled and about to be, lie outside of its record.
async fn factors(run: &Run<'_>, tenant: Tenant, account: &Item, outcome: &mut Outcome) -> Result<bool> {
    let id = text(account, Index::Kind.attributes().1)?;
    let place = key::second_factors(tenant, id.parse().map_err(Error::internal)?);
    let Some(mut factors) = run.view.batch(std::slice::from_ref(&place)).await?.item::<Item>(&place)? else { return Ok(false) };
    let mut met_older = false;
    for name in ["totp", "pending"] {
        let Some(secret) = factors.get_mut(name).and_then(|app| app.get_mut("secret")) else { continue };
        if let Some(renewed) = run.view.renewed(tenant, &place, &format!("{name}.secret"), secret).await? {
            *secret = renewed;
            met_older = true;
        }
    }
    if met_older {
        let version = factors.get("version").and_then(Value::as_u64).ok_or_else(|| Error::internal("second factors without a version"))?;
        let operation = Operation::replace(place, bare(factors), ("version", version), Failure::Conflict("record_changed"));
        count(run.commit(Change::reply(()).technical(Technical::Reseal, operation)).await, outcome)?;
    }
    Ok(met_older)
}

// Without the key, which stands beside it.
fn bare(mut item: Item) -> Item {
    item.remove("pk");
    item.remove("sk");
    item
}

async fn entries(
    run: &Run<'_>,
    tenant: Tenant,
    place: &Reseal,
    mut on: chrono::NaiveDate,
    mut after: Option<Position>,
    outcome: &mut Outcome,
) -> Result<Walked> {
    let today = day(run.view.now());
    for _ in 0..DAYS {
        let found = page(run, key::by_day(tenant, on), after.take()).await?;
        let met_older = names(run, tenant, place, &found, outcome).await?;
        let next = match last(&found)? {
            Some(after) => Some(Stage::Timeline { day: on, after: Some(after) }),
            None => on.succ_opt().filter(|next| *next <= today).map(|day| Stage::Timeline { day, after: None }),
        };
        match next {
            Some(Stage::Timeline { day, after: None }) if found.items.is_empty() => on = day,
            next => return Ok(Walked { met_older, next }),
        }
    }
    Ok(Walked { met_older: false, next: Some(Stage::Timeline { day: on, after: None }) })
}

// Whether a page of entries carries names of an older version; those are sealed anew together.
async fn names(run: &Run<'_>, tenant: Tenant, place: &Reseal, found: &Found, outcome: &mut Outcome) -> Result<bool> {
    let mut change = Change::reply(());
    for found in &found.items {
        if let Some(operation) = renewed_name(run, tenant, place.target, found).await? {
            change = change.technical(Technical::Reseal, operation);
        }
    }
    if change.writes_nothing() {
        return Ok(false);
    }
    count(run.commit(change).await, outcome)?;
    Ok(true)
}

async fn renewed_name(run: &Run<'_>, tenant: Tenant, target: u64, found: &Item) -> Result<Option<Operation>> {
    let Some(name) = found.get("actor_name").filter(|name| shared::seal::versions(name).into_iter().any(|version| version < target)) else {
        return Ok(None);
    };
    let entry: Entry = serde_json::from_value(found.get("entry").cloned().unwrap_or_default())
        .map_err(|_| Error::internal("an entry that can't be read"))?;
    let Actor::Account { id } = entry.actor else { return Ok(None) };
    let account = key::record(tenant, Kind::Account, &id.to_string());
    let Some(renewed) = run.view.renewed(tenant, &account, "name", name).await? else { return Ok(None) };
    let mut written = bare(found.clone());
    written.insert("actor_name".into(), renewed);
    let key: Key = key::record(tenant, entry.record_kind, &entry.record_id).timeline_entry(entry.sequence);
    Ok(Some(Operation {
        key,
        action: Action::Put(written),
        conditions: vec![Condition::Equals("actor_name", name.clone())],
        failure: Failure::Conflict("record_changed"),
    }))
}
