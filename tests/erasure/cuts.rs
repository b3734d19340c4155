//! A world that is cut off at a call of the store, KMS or S3, as a killed process would be: that call is done or not, and every
//! later one fails.

use async_trait::async_trait;
use shared::domain::id::OrganizationId;
use shared::domain::time::Timestamp;
use shared::error::{Error, Result};
use shared::key::{Key, Store};
use shared::ports::{Bucket, CommitError, Context, Count, Documents, Found, Item, Keys, Operation, Query, Secret, Table};
use shared::world::World;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use tests::TestCloud;

/// How many calls pass, and whether the one that is cut is still done.
pub struct Cut {
    passing: Mutex<u64>,
    is_done: bool,
    /// What was written into the ledger, by name: the SHA-256 of each content.
    pub ledger: Arc<Ledger>,
}

/// Contents of the ledger by name.
pub type Ledger = Mutex<BTreeMap<String, BTreeSet<Vec<u8>>>>;

enum Call {
    Passes,
    IsLost,
    Fails,
}

impl Cut {
    /// After so many calls.
    pub fn after(calls: u64, is_done: bool, ledger: &Arc<Ledger>) -> Arc<Self> {
        Arc::new(Self { passing: Mutex::new(calls + 1), is_done, ledger: Arc::clone(ledger) })
    }

    /// Whether it was reached.
    pub fn was_reached(&self) -> bool {
        *self.passing.lock().unwrap_or_else(PoisonError::into_inner) == 0
    }

    /// The cloud's world, cut off there, with nothing in memory: a process that was just started.
    pub fn world(self: &Arc<Self>, cloud: &TestCloud) -> World {
        let world = &cloud.cloud.world;
        let port = |_| Port { inner: Arc::clone(world), cut: Arc::clone(self) };
        World {
            table: Arc::new(port(())),
            keys: Arc::new(port(())),
            documents: Arc::new(port(())),
            mailer: Arc::clone(&world.mailer),
            mail_abroad: Arc::clone(&world.mail_abroad),
            doors: world.doors.clone(),
            backups: world.backups.clone(),
            cards: world.cards.clone(),
            metrics: Arc::clone(&world.metrics),
            operators: Arc::clone(&world.operators),
            clock: Arc::clone(&world.clock),
            random: Arc::clone(&world.random),
            settings: world.settings.clone(),
            keyring: shared::keyring::Keyring::default(),
            tokens: shared::token::TokenCache::default(),
        }
    }

    fn call(&self) -> Call {
        let mut passing = self.passing.lock().unwrap_or_else(PoisonError::into_inner);
        match *passing {
            0 => Call::Fails,
            1 => {
                *passing = 0;
                if self.is_done { Call::IsLost } else { Call::Fails }
            }
            _ => {
                *passing -= 1;
                Call::Passes
            }
        }
    }
}

fn cut_off() -> Error {
    Error::Unavailable("the test cut the run off".into(), 1)
}

struct Port {
    inner: Arc<World>,
    cut: Arc<Cut>,
}

impl Port {
    async fn through<T>(&self, call: impl Future<Output = Result<T>> + Send) -> Result<T> {
        match self.cut.call() {
            Call::Passes => call.await,
            Call::IsLost => call.await.and_then(|_| Err(cut_off())),
            Call::Fails => Err(cut_off()),
        }
    }
}

#[async_trait]
impl Table for Port {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Item>>> {
        self.through(self.inner.table.get(keys)).await
    }

    async fn query(&self, query: &Query) -> Result<Found> {
        self.through(self.inner.table.query(query)).await
    }

    async fn count(&self, query: &Query, having: Option<(&'static str, &str)>) -> Result<Count> {
        self.through(self.inner.table.count(query, having)).await
    }

    async fn scan(&self, store: Store, after: Option<(String, String)>, limit: u32) -> Result<Found> {
        self.through(self.inner.table.scan(store, after, limit)).await
    }

    async fn second(&self) -> Result<Timestamp> {
        self.through(self.inner.table.second()).await
    }

    async fn commit(&self, operations: &[Operation]) -> std::result::Result<(), CommitError> {
        match self.cut.call() {
            Call::Passes => self.inner.table.commit(operations).await,
            Call::IsLost => self.inner.table.commit(operations).await.and_then(|()| Err(CommitError::Other(cut_off()))),
            Call::Fails => Err(CommitError::Other(cut_off())),
        }
    }
}

#[async_trait]
impl Keys for Port {
    async fn make_organization_key(&self, organization: OrganizationId) -> Result<String> {
        self.through(self.inner.keys.make_organization_key(organization)).await
    }

    async fn generate(&self, key: &str, context: Context) -> Result<(Secret, Vec<u8>)> {
        self.through(self.inner.keys.generate(key, context)).await
    }

    async fn wrap(&self, key: &str, context: Context, secret: &[u8]) -> Result<Vec<u8>> {
        self.through(self.inner.keys.wrap(key, context, secret)).await
    }

    async fn unwrap(&self, key: &str, context: Context, wrapped: &[u8]) -> Result<Secret> {
        self.through(self.inner.keys.unwrap(key, context, wrapped)).await
    }

    async fn sign(&self, key: &str, digest: &[u8; 32]) -> Result<Vec<u8>> {
        self.through(self.inner.keys.sign(key, digest)).await
    }

    async fn public_key(&self, key: &str) -> Result<Vec<u8>> {
        self.through(self.inner.keys.public_key(key)).await
    }

    async fn schedule_deletion(&self, key: &str, days: u8) -> Result<Option<Timestamp>> {
        self.through(self.inner.keys.schedule_deletion(key, days)).await
    }
}

#[async_trait]
impl Documents for Port {
    async fn put(&self, bucket: Bucket, name: &str, content_type: &str, bytes: Vec<u8>) -> Result<Option<String>> {
        let hash = shared::seal::sha256(&bytes);
        let written = self.through(self.inner.documents.put(bucket, name, content_type, bytes)).await;
        if bucket == Bucket::Records && (written.is_ok() || self.cut.is_done) {
            let mut ledger = self.cut.ledger.lock().unwrap_or_else(PoisonError::into_inner);
            ledger.entry(name.to_owned()).or_default().insert(hash);
        }
        written
    }

    async fn get(&self, bucket: Bucket, name: &str) -> Result<Option<Vec<u8>>> {
        self.through(self.inner.documents.get(bucket, name)).await
    }

    async fn link(&self, bucket: Bucket, name: &str, file_name: &str, seconds: u32) -> Result<String> {
        self.through(self.inner.documents.link(bucket, name, file_name, seconds)).await
    }

    async fn list(&self, bucket: Bucket, prefix: &str, after: Option<&str>) -> Result<Vec<String>> {
        self.through(self.inner.documents.list(bucket, prefix, after)).await
    }

    async fn delete(&self, bucket: Bucket, names: &[String]) -> Result<()> {
        self.through(self.inner.documents.delete(bucket, names)).await
    }
}
