//! Opened keys, kept in memory for a while: bounded in age, in uses and in number.

use crate::domain::time::Timestamp;
use crate::error::{Error, Result};
use crate::key::{self, Key};
use crate::ports::{Context, Item, Keys, Secret, Table};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How long keys are kept, in minutes: the longest that a disabled KMS key, or a newer version, goes unnoticed.
const AGE_MINUTES: i64 = 5;
/// How many keys are kept; the one kept longest makes room.
const COUNT: usize = 512;
/// How often an opened key is used before KMS is asked again.
const USES: u32 = 10_000;

/// The wrapped keys of one context: its item in the keys table.
#[derive(Clone, Debug)]
pub struct Wrapped {
    kms_key: String,
    current: u64,
    made_at: i64,
    versions: Map<String, Value>,
}

impl Wrapped {
    /// A first version.
    #[must_use]
    pub fn first(kms_key: &str, wrapped: &[u8], now: Timestamp) -> Self {
        let versions = Map::from_iter([("1".into(), json!(STANDARD.encode(wrapped)))]);
        Self { kms_key: kms_key.into(), current: 1, made_at: now.timestamp(), versions }
    }

    /// One version more, which is the current one, and those before as they were wrapped anew.
    #[must_use]
    pub fn rotated(&self, before: &[(u64, Vec<u8>)], next: &[u8], now: Timestamp) -> Self {
        let current = self.current + 1;
        let all = before.iter().map(|(version, wrapped)| (*version, wrapped.as_slice())).chain([(current, next)]);
        let versions = all.map(|(version, wrapped)| (version.to_string(), json!(STANDARD.encode(wrapped)))).collect();
        Self { kms_key: self.kms_key.clone(), current, made_at: now.timestamp(), versions }
    }

    /// A secret that was given to us in place of the one before, which goes.
    #[must_use]
    pub fn replaced(&self, kms_key: &str, next: &[u8], now: Timestamp) -> Self {
        let current = self.current + 1;
        let versions = Map::from_iter([(current.to_string(), json!(STANDARD.encode(next)))]);
        Self { kms_key: kms_key.into(), current, made_at: now.timestamp(), versions }
    }

    /// As an item.
    #[must_use]
    pub fn item(&self) -> Item {
        Map::from_iter([
            ("kms_key".into(), json!(self.kms_key)),
            ("current".into(), json!(self.current)),
            ("made_at".into(), json!(self.made_at)),
            ("versions".into(), json!(self.versions)),
        ])
    }

    /// Reads an item.
    ///
    /// # Errors
    /// Where it isn't one.
    pub fn of_item(item: &Item) -> Result<Self> {
        Self::from_item(item).ok_or_else(|| Error::internal("a wrapped key that can't be read"))
    }

    fn from_item(item: &Item) -> Option<Self> {
        Some(Self {
            kms_key: item.get("kms_key")?.as_str()?.into(),
            current: item.get("current")?.as_u64()?,
            made_at: item.get("made_at").and_then(Value::as_i64).unwrap_or_default(),
            versions: item.get("versions")?.as_object()?.clone(),
        })
    }

    /// The KMS key that wraps them.
    #[must_use]
    pub fn kms_key(&self) -> &str {
        &self.kms_key
    }

    /// The version that seals.
    #[must_use]
    pub const fn current(&self) -> u64 {
        self.current
    }

    /// When the current version was made.
    #[must_use]
    pub fn made_at(&self) -> Timestamp {
        crate::domain::time::in_japan(chrono::DateTime::from_timestamp(self.made_at, 0).unwrap_or_default())
    }

    /// Every version, wrapped.
    ///
    /// # Errors
    /// Where one can't be read.
    pub fn blobs(&self) -> Result<Vec<(u64, Vec<u8>)>> {
        let numbers = self.versions.keys().map(|version| version.parse::<u64>().map_err(Error::internal));
        numbers.map(|version| version.and_then(|version| Ok((version, self.blob(version)?)))).collect()
    }

    fn blob(&self, version: u64) -> Result<Vec<u8>> {
        let text = self.versions.get(&version.to_string()).and_then(Value::as_str);
        STANDARD.decode(text.ok_or_else(|| Error::Internal(format!("no key of version {version}")))?).map_err(Error::internal)
    }
}

type CacheKey = (String, u64);

/// An opened key, since when it is kept, and how often it was used.
struct Opened {
    since: Timestamp,
    uses: u32,
    secret: Arc<Secret>,
}

/// The cache. One per process; the ports are given with each call.
#[derive(Default)]
pub struct Keyring {
    opened: Mutex<HashMap<CacheKey, Opened>>,
    wrapped: Mutex<HashMap<String, (Timestamp, Wrapped)>>,
}

// What was kept longest makes room, so that a busy process doesn't ask for all of its keys at once.
fn make_room<K: Clone + Eq + std::hash::Hash, V>(kept: &mut HashMap<K, V>, next: &K, since: impl Fn(&V) -> Timestamp) {
    if kept.len() >= COUNT
        && !kept.contains_key(next)
        && let Some(oldest) = kept.iter().min_by_key(|(_, value)| since(value)).map(|(key, _)| key.clone())
    {
        kept.remove(&oldest);
    }
}

/// The key of the keys table under which a context's wrapped keys lie.
#[must_use]
pub fn place(context: Context) -> Key {
    match context {
        Context::Organization(organization, purpose) => key::organization_key(organization, purpose),
        Context::Service(name) => key::service_key(name),
    }
}

fn name(context: Context) -> String {
    let place = place(context);
    format!("{}/{}", place.partition(), place.sort())
}

fn fresh(since: Timestamp, now: Timestamp) -> bool {
    now - since < chrono::TimeDelta::minutes(AGE_MINUTES) && now >= since
}

impl Keyring {
    /// Whether the wrapped keys of a context are at hand, so that no read is needed.
    pub fn knows(&self, context: Context, now: Timestamp) -> bool {
        let wrapped = self.wrapped.lock().unwrap_or_else(PoisonError::into_inner);
        wrapped.get(&name(context)).is_some_and(|(since, _)| fresh(*since, now))
    }

    /// Takes wrapped keys that were read together with something else.
    pub fn learn(&self, context: Context, item: &Item, now: Timestamp) {
        if let Some(found) = Wrapped::from_item(item) {
            let (mut wrapped, name) = (self.wrapped.lock().unwrap_or_else(PoisonError::into_inner), name(context));
            make_room(&mut wrapped, &name, |(since, _)| *since);
            wrapped.insert(name, (now, found));
        }
    }

    /// Takes an opened key that was just made, so that it is usable at once: a new KMS key's tags take minutes to reach IAM.
    pub fn keep(&self, context: Context, version: u64, secret: Secret, now: Timestamp) {
        self.insert((name(context), version), Arc::new(secret), now);
    }

    fn insert(&self, key: CacheKey, secret: Arc<Secret>, now: Timestamp) {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        make_room(&mut opened, &key, |opened| opened.since);
        opened.insert(key, Opened { since: now, uses: 1, secret });
    }

    // An opened key that is neither too old nor worn out.
    fn kept(&self, key: &CacheKey, now: Timestamp) -> Option<Arc<Secret>> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let found = opened.get_mut(key).filter(|found| fresh(found.since, now) && found.uses < USES);
        if let Some(found) = found {
            found.uses += 1;
            return Some(Arc::clone(&found.secret));
        }
        opened.remove(key);
        None
    }

    async fn wrapped(&self, table: &dyn Table, context: Context, version: Option<u64>, now: Timestamp) -> Result<Wrapped> {
        let known = {
            let wrapped = self.wrapped.lock().unwrap_or_else(PoisonError::into_inner);
            wrapped.get(&name(context)).filter(|(since, _)| fresh(*since, now)).map(|(_, known)| known.clone())
        };
        // A seal of a newer version than the one known: the key was rotated meanwhile.
        if let Some(known) = known.filter(|known| version.is_none_or(|version| version <= known.current)) {
            return Ok(known);
        }
        let item = table.get(&[place(context)]).await?.pop().flatten();
        let item = item.ok_or_else(|| {
            Error::Unavailable(format!("no wrapped keys for {}: service_key_rotate makes the service's", name(context)), 5)
        })?;
        self.learn(context, &item, now);
        Wrapped::of_item(&item)
    }

    /// The version that seals, as far as it is known here.
    ///
    /// # Errors
    /// Where there is none, or the store can't be read.
    pub async fn current(&self, table: &dyn Table, context: Context, now: Timestamp) -> Result<u64> {
        Ok(self.wrapped(table, context, None, now).await?.current)
    }

    /// An opened key: this version, or the current one. Returns its version, too.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where KMS is away, throttled or its key disabled.
    pub async fn key(
        &self,
        table: &dyn Table,
        keys: &dyn Keys,
        context: Context,
        version: Option<u64>,
        now: Timestamp,
    ) -> Result<(u64, Arc<Secret>)> {
        let wrapped = self.wrapped(table, context, version, now).await?;
        let version = version.unwrap_or(wrapped.current);
        let cache_key = (name(context), version);
        if let Some(secret) = self.kept(&cache_key, now) {
            return Ok((version, secret));
        }
        let secret = Arc::new(keys.unwrap(&wrapped.kms_key, context, &wrapped.blob(version)?).await?);
        self.insert(cache_key, Arc::clone(&secret), now);
        Ok((version, secret))
    }
}

#[cfg(test)]
mod tests;
