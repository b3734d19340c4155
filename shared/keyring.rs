//! Opened keys, kept in memory for a while: bounded in age and number.

use crate::domain::time::Timestamp;
use crate::error::{Error, Result};
use crate::key::{self, Key};
use crate::ports::{Context, Item, Keys, Secret, Table};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How long an opened key is kept, in minutes: the longest that a disabled KMS key goes unnoticed.
const AGE_MINUTES: i64 = 5;
/// How many opened keys are kept.
const COUNT: usize = 512;

/// The wrapped keys of one context: its item in the keys table.
#[derive(Clone, Debug)]
pub struct Wrapped {
    kms_key: String,
    current: u64,
    versions: Map<String, Value>,
}

impl Wrapped {
    /// A first version.
    #[must_use]
    pub fn first(kms_key: &str, wrapped: &[u8]) -> Self {
        Self { kms_key: kms_key.into(), current: 1, versions: Map::from_iter([("1".into(), json!(STANDARD.encode(wrapped)))]) }
    }

    /// As an item.
    #[must_use]
    pub fn item(&self) -> Item {
        Map::from_iter([
            ("kms_key".into(), json!(self.kms_key)),
            ("current".into(), json!(self.current)),
            ("versions".into(), json!(self.versions)),
        ])
    }

    fn from_item(item: &Item) -> Option<Self> {
        Some(Self {
            kms_key: item.get("kms_key")?.as_str()?.into(),
            current: item.get("current")?.as_u64()?,
            versions: item.get("versions")?.as_object()?.clone(),
        })
    }

    fn blob(&self, version: u64) -> Result<Vec<u8>> {
        let text = self.versions.get(&version.to_string()).and_then(Value::as_str);
        STANDARD.decode(text.ok_or_else(|| Error::Internal(format!("no key of version {version}")))?).map_err(Error::internal)
    }
}

type CacheKey = (String, u64);

/// The cache. One per process; the ports are given with each call.
#[derive(Default)]
pub struct Keyring {
    opened: Mutex<HashMap<CacheKey, (Timestamp, Arc<Secret>)>>,
    wrapped: Mutex<HashMap<String, (Timestamp, Wrapped)>>,
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
            let mut wrapped = self.wrapped.lock().unwrap_or_else(PoisonError::into_inner);
            if wrapped.len() >= COUNT {
                wrapped.clear();
            }
            wrapped.insert(name(context), (now, found));
        }
    }

    /// Takes an opened key that was just made, so that it is usable at once: a new KMS key's tags take minutes to reach IAM.
    pub fn keep(&self, context: Context, version: u64, secret: Secret, now: Timestamp) {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        opened.insert((name(context), version), (now, Arc::new(secret)));
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
        Wrapped::from_item(&item).ok_or_else(|| Error::internal("a wrapped key that can't be read"))
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
        if let Some((since, secret)) = self.opened.lock().unwrap_or_else(PoisonError::into_inner).get(&cache_key)
            && fresh(*since, now)
        {
            return Ok((version, Arc::clone(secret)));
        }
        let secret = Arc::new(keys.unwrap(&wrapped.kms_key, context, &wrapped.blob(version)?).await?);
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if opened.len() >= COUNT {
            opened.clear();
        }
        opened.insert(cache_key, (now, Arc::clone(&secret)));
        Ok((version, secret))
    }
}
