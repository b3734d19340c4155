//! What a handler sees of the world: reads, time, randomness, and sealed values, as far as its function was granted.

mod authority;
mod backups;
mod blind;
mod cards;
mod documents;
mod erasure;
mod keys;
mod list;
mod mail_abroad;
mod newest;
mod organizations;
mod restored;
mod whole;

pub use authority::TRUSTSTORE;
pub use cards::Cards;
pub use keys::holds_older;
pub use list::{EXAMINED, List, Page, position};
pub use organizations::Organizations;
pub use restored::{Missing, Restored};

use crate::caller::Tenant;
use crate::domain::id::{Identifier, Unique};
use crate::domain::personal::Personal;
use crate::domain::time::Timestamp;
use crate::endpoint::Grant;
use crate::error::{Error, Result};
use crate::key::{Key, Purpose, Store};
use crate::ports::{Context, Count, Found, Item, Query, text};
use crate::record::{Record, Stored};
use crate::seal;
use crate::world::World;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::collections::HashMap;

/// The view of one request.
pub struct View<'w> {
    pub(crate) world: &'w World,
    name: &'static str,
    grants: &'static [Grant],
}

/// Items read in one round trip.
pub struct Batch(HashMap<Key, Item>);

impl Batch {
    /// Whether the item is there.
    #[must_use]
    pub fn has(&self, key: &Key) -> bool {
        self.0.contains_key(key)
    }

    /// The item as it lies in the store.
    #[must_use]
    pub fn raw(&self, key: &Key) -> Option<&Item> {
        self.0.get(key)
    }

    /// An item that isn't a record.
    ///
    /// # Errors
    /// Where it can't be read as `T`.
    pub fn item<T: DeserializeOwned>(&self, key: &Key) -> Result<Option<T>> {
        self.0.get(key).map(|item| serde_json::from_value(Value::Object(item.clone())).map_err(|error| unreadable(key, &error))).transpose()
    }

    /// A record, its personal fields as they are in the batch.
    ///
    /// # Errors
    /// [`Error::NotFound`] where it isn't there.
    pub fn record<R: Record>(&self, key: &Key) -> Result<Stored<R>> {
        stored(self.0.get(key).cloned().ok_or(Error::NotFound)?)
    }
}

/// Reads a record out of an item.
fn stored<R: Record>(mut item: Item) -> Result<Stored<R>> {
    let text = |item: &mut Item, name: &str| match item.remove(name) {
        Some(Value::String(text)) => Ok(text),
        _ => Err(Error::Internal(format!("an item without {name}"))),
    };
    let key = Key::of_item(Store::Data, &text(&mut item, "pk")?, &text(&mut item, "sk")?);
    let version = item.get("version").and_then(Value::as_u64).ok_or_else(|| Error::internal("a record without a version"))?;
    let head = text(&mut item, "head")?;
    let data = item.remove("data").ok_or_else(|| Error::internal("a record without data"))?;
    let record = serde_json::from_value(data).map_err(|error| unreadable(&key, &error))?;
    Ok(Stored::new(record, version, head, key))
}

// Serde's own words may quote an opened value: the log gets the place and the kind of fault alone.
fn unreadable(key: &Key, error: &serde_json::Error) -> Error {
    Error::Internal(format!("{key:?} can't be read: {:?}", error.classify()))
}

impl<'w> View<'w> {
    // For the pipeline and the access tests. A handler can't widen its grants through it: no view hands out its world.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(world: &'w World, name: &'static str, grants: &'static [Grant]) -> Self {
        Self { world, name, grants }
    }

    /// Refuses what the function was not granted: in AWS its policy would.
    ///
    /// # Errors
    /// [`Error::Internal`], since it is a fault of ours.
    pub fn require(&self, grant: Grant) -> Result<()> {
        if self.grants.contains(&grant) { Ok(()) } else { Err(Error::Internal(format!("{} was not granted {grant:?}", self.name))) }
    }

    /// Whether the function was granted this.
    pub(crate) fn has(&self, grant: Grant) -> bool {
        self.grants.contains(&grant)
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.world.clock.now()
    }

    /// The service's settings.
    #[must_use]
    pub fn settings(&self) -> &crate::world::Settings {
        &self.world.settings
    }

    /// The second that the store's own clock shows.
    ///
    /// # Errors
    /// Where the store can't be read.
    pub async fn store_second(&self) -> Result<Timestamp> {
        self.require(Grant::Read)?;
        self.world.table.second().await
    }

    /// Where figures go that alarms watch.
    #[must_use]
    pub fn metrics(&self) -> &dyn crate::ports::Metrics {
        &*self.world.metrics
    }

    /// Random bytes.
    ///
    /// # Errors
    /// Where the operating system gives none.
    pub fn random<const N: usize>(&self) -> Result<[u8; N]> {
        let mut bytes = [0; N];
        self.world.random.fill(&mut bytes)?;
        Ok(bytes)
    }

    /// A new identifier.
    ///
    /// # Errors
    /// Where the operating system gives no randomness.
    pub fn identifier<I: Identifier>(&self) -> Result<I> {
        Ok(I::from_unique(Unique::new(self.now(), self.random()?)))
    }

    /// Reads items in one round trip; records stay sealed.
    ///
    /// # Errors
    /// Where the store can't be read.
    pub async fn batch(&self, keys: &[Key]) -> Result<Batch> {
        self.require(Grant::Read)?;
        let items = self.world.table.get(keys).await?;
        Ok(Batch(keys.iter().cloned().zip(items).filter_map(|(key, item)| Some((key, item?))).collect()))
    }

    /// Reads items in one round trip and opens the personal fields of the records among them.
    ///
    /// # Errors
    /// Where the store can't be read, or a seal doesn't open.
    pub async fn batch_open(&self, tenant: Tenant, keys: &[Key]) -> Result<Batch> {
        let Batch(mut items) = self.batch(keys).await?;
        self.open(tenant, items.values_mut()).await?;
        Ok(Batch(items))
    }

    /// A record, sealed.
    ///
    /// # Errors
    /// [`Error::NotFound`] where it isn't there.
    pub async fn load<R: Record>(&self, key: &Key) -> Result<Stored<R>> {
        self.batch(std::slice::from_ref(key)).await?.record(key)
    }

    /// A record with its personal fields open.
    ///
    /// # Errors
    /// [`Error::NotFound`] where it isn't there.
    pub async fn load_open<R: Record>(&self, tenant: Tenant, key: &Key) -> Result<Stored<R>> {
        self.batch_open(tenant, std::slice::from_ref(key)).await?.record(key)
    }

    async fn open<'i>(&self, tenant: Tenant, items: impl Iterator<Item = &'i mut Item>) -> Result<()> {
        self.require(Grant::Personal)?;
        let mut items: Vec<&mut Item> = items.collect();
        let versions: std::collections::BTreeSet<u64> = items.iter().filter_map(|item| item.get("data")).flat_map(seal::versions).collect();
        let keys = self.data_keys(tenant, versions).await?;
        for item in &mut items {
            // An edge whose record is gone gives an item without anything.
            if !item.contains_key("data") {
                continue;
            }
            let partition = text(item, "pk")?.to_owned();
            if let Some(data) = item.get_mut("data") {
                seal::open_all(data, &keys, tenant.id(), &partition)?;
            }
        }
        Ok(())
    }

    /// Opens one sealed value that stands outside its record, such as the name on a timeline entry.
    ///
    /// # Errors
    /// Where the seal doesn't open.
    pub async fn open_value<T: DeserializeOwned>(&self, tenant: Tenant, record: &Key, field: &str, sealed: &Value) -> Result<Option<T>> {
        self.require(Grant::Personal)?;
        let Some(text) = sealed.get(crate::domain::personal::SEALED).and_then(Value::as_str) else { return Ok(None) };
        let keys = self.data_keys(tenant, seal::version(text)).await?;
        let place = seal::Place { organization: tenant.id(), record: record.partition(), field };
        serde_json::from_slice(&keys.open(place, text)?).map(Some).map_err(|error| unreadable(record, &error))
    }

    /// Seals a value for a field of a record ahead of the commit, so that a companion can carry the same seal.
    ///
    /// # Errors
    /// Where the key can't be opened.
    pub async fn seal<T: Serialize>(&self, tenant: Tenant, record: &Key, field: &str, value: T) -> Result<Personal<T>> {
        self.require(Grant::Personal)?;
        let (version, key) = self.world.key(Context::Organization(tenant.id(), Purpose::Data), None).await?;
        let place = seal::Place { organization: tenant.id(), record: record.partition(), field };
        let clear = serde_json::to_vec(&value).map_err(Error::internal)?;
        let text = seal::seal(&key, version, place, &clear, &*self.world.random)?;
        Ok(Personal::Clear { value, seal: Some(text) })
    }

    /// Signs an access token.
    ///
    /// # Errors
    /// Where the signing key can't be opened.
    pub async fn sign(
        &self,
        tenant: Tenant,
        account: crate::domain::id::AccountId,
        session: crate::domain::id::SessionId,
    ) -> Result<String> {
        self.require(Grant::SignToken)?;
        self.world.tokens.sign(self.world, account, tenant.id(), session).await
    }

    /// Items of a partition in the table, strongly consistent.
    ///
    /// # Errors
    /// Where the store can't be read.
    pub async fn items(&self, partition: String, limit: u32) -> Result<Found> {
        self.require(Grant::Read)?;
        let query = Query { index: None, partition, range: None, descending: false, limit, after: None };
        self.world.table.query(&query).await
    }

    /// Counts a page of a partition, and those of its records whose member has this text.
    ///
    /// # Errors
    /// Where the store can't be read.
    pub async fn count(&self, query: &Query, having: Option<(&'static str, &str)>) -> Result<Count> {
        self.require(Grant::Read)?;
        self.world.table.count(query, having).await
    }

    /// A raw page of a query, for lists that aren't of records.
    ///
    /// # Errors
    /// Where the store can't be read.
    pub async fn query(&self, query: &Query) -> Result<Found> {
        self.require(Grant::Read)?;
        self.world.table.query(query).await
    }
}
