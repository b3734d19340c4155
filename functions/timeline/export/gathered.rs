//! What an export is made of: the entries of the period, the seals that cover it, and the log under them.

use crate::timeline::list::period::Period;
use crate::timeline::log::{Log, each_entry, leaf, seal_before, seals_from};
use chrono::{Days, NaiveDate, TimeDelta};
use proof::tiles::needed;
use proof::tree::{self, Span};
use proof::{Digest, Leaf, SignedSeal};
use serde_json::Value;
use shared::caller::Tenant;
use shared::domain::time::{JST, Timestamp, text};
use shared::error::{Error, FieldError, Result};
use shared::key::{self, Kind};
use shared::view::View;
use std::collections::HashMap;

/// How many entries one export holds at most: what a function writes within a request's time and its memory.
pub const ENTRIES: usize = 50_000;

/// An entry on its way into an export.
pub struct Kept {
    /// As it was hashed.
    pub entry: Value,
    /// Its leaf.
    pub leaf: Leaf,
    /// The person's name.
    pub name: Option<String>,
}

/// Everything that an export is made of.
pub struct Gathered {
    /// The seal before.
    pub base: Option<SignedSeal>,
    /// The seals that cover the period.
    pub seals: Vec<SignedSeal>,
    /// The log under them, and what the header proves of the log before.
    pub log: Log,
    /// The entries of the period, by record and sequence.
    pub entries: HashMap<(String, String, u64), Kept>,
}

fn too_large() -> Error {
    Error::Invalid(vec![FieldError::coded("to", "timeline_export_too_large", Some(ENTRIES.to_string()))])
}

fn midnight(day: NaiveDate) -> Result<Timestamp> {
    day.and_time(chrono::NaiveTime::MIN).and_local_timezone(JST).earliest().ok_or_else(|| Error::internal("a day without a midnight"))
}

impl Gathered {
    /// Reads it. The entries are read last, so that whatever a seal covers is among them.
    ///
    /// # Errors
    /// Where there is too much, or the store can't be read.
    pub async fn read(view: &View<'_>, tenant: Tenant, period: &Period, earlier: Option<u64>) -> Result<Self> {
        let start = midnight(period.from)?;
        let end = midnight(period.to.checked_add_days(Days::new(1)).unwrap_or(period.to))?;
        let last = text(end);
        let seals = seals_from(view, tenant, &text(start), |seal| seal.settled >= last).await?;
        let base = seal_before(view, tenant, &text(start - TimeDelta::milliseconds(1))).await?;
        let mut gathered = Self { base, seals, log: Log::default(), entries: HashMap::new() };
        let (first, size) = (gathered.first_position(), gathered.tree_size());
        if size - first > ENTRIES as u64 * 2 {
            return Err(too_large());
        }
        let mut besides = needed(&frontier(first));
        if let Some(spans) = earlier.and_then(|earlier| tree::consistency(earlier, first)) {
            besides.extend(needed(&spans));
        }
        gathered.log = Log::of_range(view, tenant, first, size, besides).await?;
        gathered.read_entries(view, tenant, (start, end - TimeDelta::milliseconds(1))).await?;
        Ok(gathered)
    }

    async fn read_entries(&mut self, view: &View<'_>, tenant: Tenant, period: (Timestamp, Timestamp)) -> Result<()> {
        let mut found: Vec<(Value, Value)> = Vec::new();
        each_entry(view, tenant, period, |item, entry| {
            found.push((entry, item.get("actor_name").cloned().unwrap_or_default()));
            Ok(found.len() <= ENTRIES)
        })
        .await?;
        if found.len() > ENTRIES {
            return Err(too_large());
        }
        let mut names: HashMap<String, Option<String>> = HashMap::new();
        for (entry, sealed) in found {
            let name = name(view, tenant, &entry, &sealed, &mut names).await?;
            let leaf = leaf(&entry)?;
            self.entries.insert((leaf.record_kind.clone(), leaf.record_id.clone(), leaf.sequence), Kept { entry, leaf, name });
        }
        Ok(())
    }

    /// The size of the log before the first of the seals.
    #[must_use]
    pub fn first_position(&self) -> u64 {
        self.base.as_ref().map_or(0, |signed| signed.seal.tree_size)
    }

    /// The size of the log at the last of them.
    #[must_use]
    pub fn tree_size(&self) -> u64 {
        self.seals.last().map_or(self.first_position(), |signed| signed.seal.tree_size)
    }

    /// The complete subtrees before the first position.
    ///
    /// # Errors
    /// Where a tile is missing.
    pub fn frontier(&self) -> Result<Vec<Digest>> {
        self.log.tiles.roots(&frontier(self.first_position())).ok_or_else(|| Error::internal("the log lacks a tile"))
    }
}

fn frontier(size: u64) -> Vec<Span> {
    let nodes = Span { start: 0, end: size }.nodes();
    nodes.into_iter().map(|node| Span { start: node.index << node.level, end: (node.index + 1) << node.level }).collect()
}

// An account's name is sealed once and stands on all its entries: it is opened once.
async fn name(
    view: &View<'_>,
    tenant: Tenant,
    entry: &Value,
    sealed: &Value,
    known: &mut HashMap<String, Option<String>>,
) -> Result<Option<String>> {
    let actor = &entry["actor"];
    let (Some("account"), Some(account)) = (actor["kind"].as_str(), actor["id"].as_str()) else { return Ok(None) };
    let place = format!("{account} {sealed}");
    if let Some(name) = known.get(&place) {
        return Ok(name.clone());
    }
    let name: Option<String> = view.open_value(tenant, &key::record(tenant, Kind::Account, account), "name", sealed).await?;
    known.insert(place, name.clone());
    Ok(name)
}
