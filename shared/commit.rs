//! The one place that writes: a change becomes one transaction of records, timeline entries, index items, mail, the
//! idempotency record, and the condition that the caller's rights are still those that were admitted.

use crate::caller::Tenant;
use crate::change::{Change, Write};
use crate::domain::timeline::{self, Actor, Entry};
use crate::endpoint::Grant;
use crate::error::{Error, Result};
use crate::key::{self, Index, Key, Purpose};
use crate::ports::{Action, CommitError, Condition, Context, Failure, Item, Operation};
use crate::record::Term;
use crate::seal;
use crate::view::View;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

/// DynamoDB's bound on a transaction.
const OPERATIONS: usize = 100;
/// The code where somebody else was faster with a record.
const RECORD_CHANGED: &str = "record_changed";
/// How often a transaction is tried that another one collided with.
const TRIES: u32 = 6;

/// On whose behalf a change is committed.
pub struct Author<'a> {
    /// Who the timeline names.
    pub actor: &'a Actor,
    /// The name of the actor, sealed as on the account's record.
    pub name: Option<&'a Value>,
    /// The request, as the log names it.
    pub request: String,
    /// The rights that must still be the same: their item and epoch.
    pub rights: Option<(Key, u64)>,
}

/// Commits a change, and with it `extra` (the idempotency record, or that an operator's proof is used).
///
/// # Errors
/// What the failed condition means, or where the store is away. Nothing was written then.
pub async fn commit<T>(view: &View<'_>, author: &Author<'_>, change: &Change<T>, extra: Option<Operation>) -> Result<()> {
    if change.writes_nothing() && extra.is_none() {
        return Ok(());
    }
    view.require(Grant::Write)?;
    if change.writes.is_empty() && !change.only_technical {
        return Err(Error::internal("a change without a timeline entry"));
    }
    let mut operations = Vec::new();
    for write in &change.writes {
        record_operations(view, author, write, &mut operations).await?;
    }
    operations.extend(change.others.iter().cloned());
    for (tenant, mail) in &change.mail {
        operations.push(crate::mail::outbox_operation(view, *tenant, mail).await?);
    }
    operations.extend(extra);
    if let Some((rights, epoch)) = &author.rights {
        fold_rights(&mut operations, rights, *epoch);
    }
    operations.iter_mut().for_each(place);
    let distinct: BTreeSet<&Key> = operations.iter().map(|operation| &operation.key).collect();
    if operations.len() > OPERATIONS || distinct.len() != operations.len() {
        return Err(Error::Internal(format!("a transaction of {} operations on {} items", operations.len(), distinct.len())));
    }
    write(view, &operations, change.is_of_many).await
}

// Here and nowhere else, so that no item of an organization is left out of its indexes: an erasure rests on them.
fn place(operation: &mut Operation) {
    let Action::Put(item) = &mut operation.action else { return };
    if let Some(place) = key::item_place(&operation.key, item) {
        let (partition, sort) = place.index.attributes();
        item.insert(partition.into(), json!(place.partition));
        item.insert(sort.into(), json!(place.sort));
    }
}

// DynamoDB refuses two operations on one item: where the change writes the rights itself, the condition joins that write.
fn fold_rights(operations: &mut Vec<Operation>, rights: &Key, epoch: u64) {
    let condition = Condition::Equals("epoch", json!(epoch));
    match operations.iter_mut().find(|operation| operation.key == *rights) {
        Some(operation) => {
            if !operation.conditions.contains(&condition) {
                operation.conditions.push(condition);
            }
            operation.failure = Failure::Rights;
        }
        None => {
            operations.push(Operation { key: rights.clone(), action: Action::Check, conditions: vec![condition], failure: Failure::Rights })
        }
    }
}

async fn record_operations(view: &View<'_>, author: &Author<'_>, write: &Write, operations: &mut Vec<Operation>) -> Result<()> {
    let mut data = write.after.clone();
    if seal::needs_seal(&data) {
        view.require(Grant::Personal)?;
        let (version, key) = view.world.key(Context::Organization(write.tenant.id(), Purpose::Data), None).await?;
        seal::seal_all(&mut data, &key, version, write.tenant.id(), write.key.partition(), &*view.world.random)?;
    }
    // Whatever is written anyway leaves older versions of the data key behind.
    view.renew(write.tenant, &write.key, &mut data).await?;
    let entries = entries(view, author, write, &data)?;
    let last = entries.last().ok_or_else(|| Error::internal("a record is written without an entry"))?;
    operations.push(Operation {
        key: write.key.clone(),
        action: Action::Put(record_item(write, data, last)),
        conditions: vec![match write.version {
            0 => Condition::Absent,
            version => Condition::Equals("version", json!(version)),
        }],
        failure: Failure::Conflict(if write.version == 0 { "already_exists" } else { RECORD_CHANGED }),
    });
    let name = write.author.as_ref().map_or(author.name, |(_, name)| Some(name));
    for entry in &entries {
        operations.push(entry_operation(&write.key, entry, name)?);
    }
    edge_operations(write, operations);
    term_operations(view, write, operations).await
}

fn record_item(write: &Write, data: Value, last: &Entry) -> Item {
    let (partition, sort) = Index::Kind.attributes();
    let mut item = Item::from_iter([
        ("kind".into(), json!(write.kind.as_str())),
        ("version".into(), json!(last.sequence)),
        ("head".into(), json!(last.hash())),
        ("data".into(), data),
        (partition.into(), json!(key::by_kind(write.tenant, write.kind))),
        (sort.into(), json!(write.id)),
    ]);
    for place in &write.places {
        let (partition, sort) = place.index.attributes();
        item.insert(partition.into(), json!(place.partition));
        item.insert(sort.into(), json!(place.sort));
    }
    item
}

// The entries of one write, chained: what happened before, where there is that, and what was done.
fn entries(view: &View<'_>, author: &Author<'_>, write: &Write, data: &Value) -> Result<Vec<Entry>> {
    let actor = write.author.as_ref().map_or(author.actor, |(actor, _)| actor);
    let entry = |operation, sequence, previous: String, changes, data: &Value| Entry {
        organization: write.tenant.id(),
        record_kind: write.kind,
        record_id: write.id.clone(),
        sequence,
        at: view.now(),
        actor: actor.clone(),
        operation,
        changes,
        record_hash: timeline::record_hash(data),
        request: author.request.clone(),
        previous,
    };
    let changes = timeline::changes(write.before.as_ref(), &write.after);
    let Some(event) = write.earlier else {
        return Ok(vec![entry(write.event, write.version + 1, write.head.clone(), changes, data)]);
    };
    let before = write.before.as_ref().filter(|before| !seal::needs_seal(before));
    let before = before.ok_or_else(|| Error::internal("an earlier entry of a record that wasn't loaded as it lies in the store"))?;
    let earlier = entry(event, write.version + 1, write.head.clone(), Vec::new(), before);
    let later = entry(write.event, write.version + 2, earlier.hash(), changes, data);
    Ok(vec![earlier, later])
}

/// The item of an entry, under its record.
///
/// # Errors
/// Where it can't be written as JSON.
pub fn entry_operation(record: &Key, entry: &Entry, actor_name: Option<&Value>) -> Result<Operation> {
    let (partition, sort) = Index::Kind.attributes();
    let at = crate::domain::time::text(entry.at);
    let by_day = key::by_day(Tenant::of_service(entry.organization), crate::domain::time::day(entry.at));
    let mut item = Item::from_iter([
        ("entry".into(), serde_json::to_value(entry).map_err(Error::internal)?),
        (partition.into(), json!(by_day)),
        (sort.into(), json!(format!("{at}#{}#{}#{:010}", entry.record_kind.as_str(), entry.record_id, entry.sequence))),
    ]);
    if let Some(name) = actor_name {
        item.insert("actor_name".into(), name.clone());
    }
    Ok(Operation::create(record.timeline_entry(entry.sequence), item, Failure::Conflict(RECORD_CHANGED)))
}

fn edge_operations(write: &Write, operations: &mut Vec<Operation>) {
    let (before, after): (BTreeSet<_>, BTreeSet<_>) = (write.edges.0.iter().collect(), write.edges.1.iter().collect());
    for (list, value) in after.difference(&before) {
        operations.push(edge_put(write.tenant, list, value, &write.id));
    }
    for (list, value) in before.difference(&after) {
        operations.push(edge_delete(write.tenant, list, value, &write.id));
    }
}

fn edge_put(tenant: Tenant, list: &str, value: &str, id: &str) -> Operation {
    let key = key::edge(tenant, list, value, id);
    Operation { key, action: Action::Put(Item::new()), conditions: vec![], failure: Failure::Conflict(RECORD_CHANGED) }
}

fn edge_delete(tenant: Tenant, list: &str, value: &str, id: &str) -> Operation {
    let key = key::edge(tenant, list, value, id);
    Operation { key, action: Action::Delete, conditions: vec![], failure: Failure::Conflict(RECORD_CHANGED) }
}

async fn term_operations(view: &View<'_>, write: &Write, operations: &mut Vec<Operation>) -> Result<()> {
    let (before, after) = match &write.terms {
        Some((before, after)) => (before.iter().collect::<BTreeSet<_>>(), after.iter().collect::<BTreeSet<_>>()),
        None => Default::default(),
    };
    for term in after.difference(&before) {
        operations.push(edge_put(write.tenant, term.list, &blind(view, write.tenant, term).await?, &write.id));
    }
    for term in before.difference(&after) {
        operations.push(edge_delete(write.tenant, term.list, &blind(view, write.tenant, term).await?, &write.id));
    }
    let Some((before, after)) = &write.unique else { return Ok(()) };
    for (term, code) in after.iter().filter(|(term, _)| !before.contains(term)) {
        let key = key::unique(write.tenant, term.list, &blind(view, write.tenant, term).await?);
        operations.push(Operation::create(key, Item::from_iter([("record".into(), json!(write.id))]), Failure::Conflict(code)));
    }
    for term in before.iter().filter(|term| !after.iter().any(|(other, _)| other == *term)) {
        let key = key::unique(write.tenant, term.list, &blind(view, write.tenant, term).await?);
        operations.push(Operation { key, action: Action::Delete, conditions: vec![], failure: Failure::Conflict(RECORD_CHANGED) });
    }
    Ok(())
}

async fn blind(view: &View<'_>, tenant: Tenant, term: &Term) -> Result<String> {
    view.blind(tenant, term.list, &term.text).await
}

// A transaction that merely touched an item at the same time as another is tried again; a failed condition is final.
async fn write(view: &View<'_>, operations: &[Operation], names_records: bool) -> Result<()> {
    for attempt in 0..TRIES {
        match view.world.table.commit(operations).await {
            Ok(()) => return Ok(()),
            Err(CommitError::Conditions(failed)) => return Err(failed_condition(operations, &failed, names_records)),
            Err(CommitError::Other(error)) => return Err(error),
            Err(CommitError::Conflict) => {
                let [jitter] = view.random::<1>()?;
                let bound_milliseconds = 10_u64 << attempt;
                tokio::time::sleep(Duration::from_millis(bound_milliseconds * u64::from(jitter) / 256 + 1)).await;
            }
        }
    }
    Err(Error::Unavailable("transactions kept colliding".into(), 1))
}

// Of several failures the one that says most: rights that are gone, an attempt that could not be counted, a rule, and only
// then that somebody else was faster.
fn failed_condition(operations: &[Operation], failed: &[usize], names_records: bool) -> Error {
    let weight = |failure: &Failure| match failure {
        Failure::Rights | Failure::Proof => 0,
        Failure::Uncounted => 1,
        Failure::Refused(_) => 2,
        Failure::Conflict(_) => 3,
    };
    let failed: Vec<&Operation> = failed.iter().filter_map(|position| operations.get(*position)).collect();
    match failed.iter().map(|operation| operation.failure).min_by_key(weight) {
        Some(Failure::Conflict(RECORD_CHANGED)) if names_records => Error::RecordsChanged(failed.iter().filter_map(record).collect()),
        Some(failure) => failure.error(),
        None => Error::internal("a transaction was refused without a reason"),
    }
}

// The record that an operation writes; none where it writes an entry or an item of a list.
fn record(operation: &&Operation) -> Option<String> {
    key::record_kind(&operation.key).and_then(|_| operation.key.partition().rsplit('#').next()).map(str::to_owned)
}
