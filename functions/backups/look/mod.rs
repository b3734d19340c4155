//! What a drill and a restore look at in each item: whether it is of a known kind, whose it is, whether it can be read and opened,
//! and how a record and its timeline stand to each other.

mod log;
mod opened;
pub(super) mod tiles;

use crate::timeline::entry;
use opened::open;
use proof::signature::PublicKey;
use serde_json::Value;
use shared::caller::Tenant;
use shared::domain::backup::{Chain, ChainWalk, Claimed, DrillFault, Findings, Window};
use shared::domain::erasure::ledger_name;
use shared::domain::id::OrganizationId;
use shared::domain::time::Timestamp;
use shared::domain::timeline::record_hash;
use shared::error::{Error, Result};
use shared::key::{self, Key, Kind, Store, TIMELINE};
use shared::ports::{Item, Query, Secret, text};
use shared::records::is_record_of;
use shared::view::{Missing, Restored, View, position};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// How many entries of a record are read at a time.
const ENTRIES: u32 = 500;

/// Whether an organization is there in the generation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Present,
    /// It was erased since: whatever a restore brings back of it is erased again.
    Erased,
    Absent,
}

/// What was caught half.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Torn {
    /// The end of a record's timeline, or the record.
    Record(Key),
    /// An entry whose record wasn't caught.
    Entry(Key),
    /// The last growth of an organization's log.
    Log(Tenant),
}

/// What one run looks at items with.
pub(super) struct Checker<'r> {
    view: &'r View<'r>,
    pub(super) restored: Restored,
    window: Window,
    signing_key: PublicKey,
    findings: Findings,
    torn: BTreeSet<Torn>,
    organizations: HashMap<OrganizationId, Standing>,
    keys: HashMap<(OrganizationId, u64), std::result::Result<Arc<Secret>, Missing>>,
}

/// An item and where it lies.
struct Looked {
    key: Key,
    item: Item,
}

impl Looked {
    /// The place as a report names it: keys and identifiers alone.
    fn place(&self) -> String {
        format!("{:?}", self.key)
    }
}

impl<'r> Checker<'r> {
    pub(super) async fn new(view: &'r View<'r>, restored: Restored, window: Window) -> Result<Self> {
        let signing_key = PublicKey::from_der(&view.signing_public_key().await?).map_err(Error::internal)?;
        let (findings, torn, organizations, keys) = (Findings::default(), BTreeSet::new(), HashMap::new(), HashMap::new());
        Ok(Self { view, restored, window, signing_key, findings, torn, organizations, keys })
    }

    /// What there is to say of a page, and what of it was caught half.
    pub(super) async fn page(&mut self, store: Store, items: Vec<Item>) -> Result<(Findings, BTreeSet<Torn>)> {
        let mut entries = Vec::new();
        for item in items {
            let key = Key::of_found(store, text(&item, "pk")?, text(&item, "sk")?);
            let looked = Looked { key, item };
            if self.is_to_be_looked_at(&looked).await? {
                self.look(&looked).await?;
                if looked.key.sort().starts_with(TIMELINE) {
                    entries.push(looked);
                }
            }
        }
        self.entries_have_records(&entries).await?;
        let mut findings = std::mem::take(&mut self.findings);
        findings.repaired = self.torn.len() as u64;
        Ok((findings, std::mem::take(&mut self.torn)))
    }

    fn fault(&mut self, fault: DrillFault, looked: &Looked) {
        self.findings.fault(fault, looked.place());
    }

    // Counts the item, and says whether there is more to look at than that.
    async fn is_to_be_looked_at(&mut self, looked: &Looked) -> Result<bool> {
        let is_known = key::is_known(&looked.key);
        let name = if is_known { key::name(&looked.key) } else { "unknown".into() };
        *self.findings.items.entry(name).or_default() += 1;
        if !is_known {
            self.fault(DrillFault::KindUnknown, looked);
            return Ok(false);
        }
        let organization = key::belongs_to(&looked.key, &looked.item).filter(|_| !key::is_ledger(&looked.key));
        let Some(organization) = organization else { return Ok(true) };
        match self.standing(organization).await? {
            Standing::Present => return Ok(true),
            Standing::Erased => self.findings.to_erase_again += 1,
            Standing::Absent => self.fault(DrillFault::OrganizationUnknown, looked),
        }
        Ok(false)
    }

    async fn standing(&mut self, organization: OrganizationId) -> Result<Standing> {
        if let Some(standing) = self.organizations.get(&organization) {
            return Ok(*standing);
        }
        let record = key::organization(Tenant::of_service(organization));
        let standing = if organization == Tenant::of_operator().id() {
            Standing::Present
        } else if self.view.kept_record(&ledger_name(organization)).await?.is_some() {
            Standing::Erased
        } else if self.restored.get(&[record]).await?.iter().all(Option::is_some) {
            Standing::Present
        } else {
            Standing::Absent
        };
        self.organizations.insert(organization, standing);
        Ok(standing)
    }

    async fn look(&mut self, looked: &Looked) -> Result<()> {
        if let Some(kind) = key::record_kind(&looked.key) {
            return self.record(kind, looked).await;
        }
        if looked.key.sort().starts_with(TIMELINE) {
            return self.entry(looked).await;
        }
        match key::name(&looked.key).as_str() {
            "timeline_seals" => self.seal(looked).await,
            "timeline_log" => self.log(looked).await,
            _ => self.opened(looked).await.map(drop),
        }
    }

    // The item with its personal values opened; what doesn't open is a fault.
    async fn opened(&mut self, looked: &Looked) -> Result<Value> {
        let mut value = Value::Object(looked.item.clone());
        let versions = shared::seal::versions(&value);
        let Some(organization) = key::belongs_to(&looked.key, &looked.item) else { return Ok(value) };
        for version in versions {
            if !self.keys.contains_key(&(organization, version)) {
                let key = self.restored.data_key(organization, version).await?;
                self.keys.insert((organization, version), key);
            }
        }
        let keys = self.keys.iter().filter(|((of, _), _)| *of == organization).map(|((_, version), key)| (*version, key));
        let (opened, broken) = open(&mut value, looked, organization, keys)?;
        self.findings.opened += opened;
        for _ in 0..broken {
            self.fault(DrillFault::PersonalUnreadable, looked);
        }
        Ok(value)
    }

    async fn record(&mut self, kind: Kind, looked: &Looked) -> Result<()> {
        let mut opened = self.opened(looked).await?;
        let (version, head) = (looked.item.get("version").and_then(Value::as_u64), looked.item.get("head").and_then(Value::as_str));
        let is_kind = looked.item.get("kind").and_then(Value::as_str) == Some(kind.as_str());
        let (Some(version), Some(head), Some(data), true) = (version, head, looked.item.get("data"), is_kind) else {
            self.fault(DrillFault::Unreadable, looked);
            return Ok(());
        };
        if !is_record_of(kind, opened["data"].take()) {
            self.fault(DrillFault::Unreadable, looked);
        }
        let claimed = Claimed { version, head: head.to_owned(), hash: record_hash(data), changed_at: last_time(data) };
        self.findings.chains += 1;
        match self.walked(looked, claimed).await? {
            Chain::Whole => {}
            Chain::Torn => drop(self.torn.insert(Torn::Record(looked.key.clone()))),
            Chain::Broken(fault) => self.fault(fault, looked),
        }
        Ok(())
    }

    async fn walked(&self, looked: &Looked, claimed: Claimed) -> Result<Chain> {
        let (mut walk, mut after) = (ChainWalk::new(claimed, self.window), None);
        loop {
            let range = Some((TIMELINE.to_owned(), format!("{TIMELINE}~")));
            let partition = looked.key.partition().to_owned();
            let found = self.restored.query(&Query { index: None, partition, range, descending: false, limit: ENTRIES, after }).await?;
            for item in &found.items {
                match entry(item) {
                    Ok(entry) => walk.take(&entry),
                    Err(_) => return Ok(Chain::Broken(DrillFault::ChainBroken)),
                }
            }
            after = found.items.last().filter(|_| found.more).map(|last| position(last, None)).transpose()?;
            if after.is_none() {
                return Ok(walk.end());
            }
        }
    }

    async fn entry(&mut self, looked: &Looked) -> Result<()> {
        let Ok(found) = entry(&looked.item) else {
            self.fault(DrillFault::Unreadable, looked);
            return Ok(());
        };
        let tenant = Tenant::of_service(found.organization);
        if key::record(tenant, found.record_kind, &found.record_id).timeline_entry(found.sequence) != looked.key {
            self.fault(DrillFault::EntryAstray, looked);
        }
        self.opened(looked).await.map(drop)
    }

    // An entry whose record wasn't caught is of the time of the backup.
    async fn entries_have_records(&mut self, entries: &[Looked]) -> Result<()> {
        let partitions: BTreeSet<&str> = entries.iter().map(|entry| entry.key.partition()).collect();
        let records: Vec<Key> = partitions.into_iter().map(|partition| Key::of_found(Store::Data, partition, "RECORD")).collect();
        let found = self.restored.get(&records).await?;
        let present: BTreeSet<&str> =
            records.iter().zip(&found).filter(|(_, item)| item.is_some()).map(|(record, _)| record.partition()).collect();
        for looked in entries.iter().filter(|looked| !present.contains(looked.key.partition())) {
            match entry(&looked.item) {
                Ok(entry) if self.window.holds(entry.at) => drop(self.torn.insert(Torn::Entry(looked.key.clone()))),
                _ => self.fault(DrillFault::EntryAstray, looked),
            }
        }
        Ok(())
    }
}

// The latest time that a record names of itself.
fn last_time(data: &Value) -> Option<Timestamp> {
    let members = data.as_object()?.iter().filter(|(name, _)| name.ends_with("_at"));
    members.filter_map(|(_, value)| chrono::DateTime::parse_from_rfc3339(value.as_str()?).ok()).max()
}
