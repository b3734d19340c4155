//! Faults of the store, switched on while a test runs.

use async_trait::async_trait;
use local::options::Options;
use shared::domain::time::Timestamp;
use shared::error::{Error, Result};
use shared::key::{Key, Store};
use shared::ports::{CommitError, Count, Found, Item, Operation, Query, Table};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Semaphore, watch};

/// What happens to commits.
#[derive(Clone, Default)]
enum Fault {
    #[default]
    None,
    /// So many commits collide with another transaction.
    Conflicts(u32),
    /// The next commit is made, and its reply is lost.
    LostReply,
    /// So many commits are made, and every later one fails: a run that was cut off.
    CutOff(u32),
    /// Commits that touch a partition wait.
    Held(Arc<Hold>),
}

/// Commits that wait for each other.
#[derive(Debug)]
pub struct Hold {
    partition: String,
    reached: Semaphore,
    released: watch::Sender<bool>,
}

impl Hold {
    /// Waits until so many commits wait.
    pub async fn reached(&self, count: u32) {
        self.reached.acquire_many(count).await.expect("the hold is open").forget();
    }

    /// Lets all of them go on, and those that come later.
    pub fn release(&self) {
        self.released.send_replace(true);
    }

    async fn wait(&self) {
        self.reached.add_permits(1);
        let mut released = self.released.subscribe();
        released.wait_for(|released| *released).await.expect("the hold is open");
    }
}

/// The switch.
#[derive(Clone, Default)]
pub struct Faults {
    fault: Arc<Mutex<Fault>>,
    unreadable: Arc<Mutex<bool>>,
}

impl Faults {
    /// A switch, and the options with a store that obeys it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts the switch in front of the store.
    pub fn install(&self, options: &mut Options) {
        let faults = self.clone();
        options.wrap_table = Some(Arc::new(move |inner| Arc::new(FaultyTable { inner, faults: faults.clone() })));
    }

    /// The next commits collide with another transaction.
    pub fn conflicts(&self, count: u32) {
        self.set(Fault::Conflicts(count));
    }

    /// The next commit is made, but its reply doesn't arrive.
    pub fn lose_reply(&self) {
        self.set(Fault::LostReply);
    }

    /// So many commits are made; the store takes no more after them.
    pub fn cut_off_after(&self, count: u32) {
        self.set(Fault::CutOff(count));
    }

    /// Commits that touch a partition whose key contains this text wait.
    #[must_use]
    pub fn hold(&self, partition: &str) -> Arc<Hold> {
        let hold = Arc::new(Hold { partition: partition.to_owned(), reached: Semaphore::new(0), released: watch::Sender::new(false) });
        self.set(Fault::Held(Arc::clone(&hold)));
        hold
    }

    /// Whether the store can't be read.
    pub fn unreadable(&self, unreadable: bool) {
        *self.unreadable.lock().unwrap_or_else(PoisonError::into_inner) = unreadable;
    }

    /// No fault any more.
    pub fn none(&self) {
        self.set(Fault::None);
    }

    fn set(&self, fault: Fault) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }

    fn take(&self) -> Fault {
        let mut fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = fault.clone();
        match &mut *fault {
            Fault::Conflicts(0 | 1) | Fault::LostReply => *fault = Fault::None,
            Fault::Conflicts(count) => *count -= 1,
            Fault::CutOff(count) => *count = count.saturating_sub(1),
            Fault::None | Fault::Held(_) => {}
        }
        taken
    }

    fn readable(&self) -> Result<()> {
        let unreadable = *self.unreadable.lock().unwrap_or_else(PoisonError::into_inner);
        if unreadable { Err(Error::Unavailable("the test took the store away".into(), 2)) } else { Ok(()) }
    }
}

struct FaultyTable {
    inner: Arc<dyn Table>,
    faults: Faults,
}

#[async_trait]
impl Table for FaultyTable {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Item>>> {
        self.faults.readable()?;
        self.inner.get(keys).await
    }

    async fn query(&self, query: &Query) -> Result<Found> {
        self.faults.readable()?;
        self.inner.query(query).await
    }

    async fn count(&self, query: &Query, having: Option<(&'static str, &str)>) -> Result<Count> {
        self.faults.readable()?;
        self.inner.count(query, having).await
    }

    async fn scan(&self, store: Store, after: Option<(String, String)>, limit: u32) -> Result<Found> {
        self.faults.readable()?;
        self.inner.scan(store, after, limit).await
    }

    async fn second(&self) -> Result<Timestamp> {
        self.faults.readable()?;
        self.inner.second().await
    }

    async fn commit(&self, operations: &[Operation]) -> std::result::Result<(), CommitError> {
        match self.faults.take() {
            Fault::Conflicts(count) if count > 0 => return Err(CommitError::Conflict),
            Fault::CutOff(0) => return Err(CommitError::Other(Error::Unavailable("the test cut the run off".into(), 2))),
            Fault::LostReply => {
                self.inner.commit(operations).await?;
                return Err(CommitError::Other(Error::Unavailable("the test lost the reply".into(), 2)));
            }
            Fault::Held(hold) if operations.iter().any(|operation| operation.key.partition().contains(&hold.partition)) => {
                hold.wait().await
            }
            _ => {}
        }
        self.inner.commit(operations).await
    }
}
