#![allow(clippy::unwrap_used)]

use super::*;
use crate::domain::id::{Identifier, OrganizationId, Unique};
use crate::key::Purpose;
use crate::ports::{CommitError, Count, Found, Operation, Query};
use async_trait::async_trait;
use chrono::TimeDelta;
use std::sync::atomic::{AtomicU32, Ordering};

/// A store with one item, and KMS that opens everything and counts.
struct Counting {
    item: Mutex<Item>,
    reads: AtomicU32,
    opened: AtomicU32,
}

#[async_trait]
impl Table for Counting {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Item>>> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        Ok(keys.iter().map(|_| Some(self.item.lock().unwrap().clone())).collect())
    }
    async fn query(&self, _: &Query) -> Result<Found> {
        Err(Error::internal("not asked for"))
    }
    async fn count(&self, _: &Query, _: Option<(&'static str, &str)>) -> Result<Count> {
        unasked()
    }
    async fn scan(&self, _: crate::key::Store, _: Option<(String, String)>, _: u32) -> Result<Found> {
        Err(Error::internal("not asked for"))
    }
    async fn second(&self) -> Result<Timestamp> {
        unasked()
    }
    async fn commit(&self, _: &[Operation]) -> std::result::Result<(), CommitError> {
        Ok(())
    }
}

fn unasked<T>() -> Result<T> {
    Err(Error::internal("not asked for"))
}

#[async_trait]
impl Keys for Counting {
    async fn make_organization_key(&self, _: OrganizationId) -> Result<String> {
        unasked()
    }
    async fn generate(&self, _: &str, _: Context) -> Result<(Secret, Vec<u8>)> {
        unasked()
    }
    async fn wrap(&self, _: &str, _: Context, _: &[u8]) -> Result<Vec<u8>> {
        unasked()
    }
    async fn unwrap(&self, _: &str, _: Context, wrapped: &[u8]) -> Result<Secret> {
        self.opened.fetch_add(1, Ordering::Relaxed);
        Ok(Secret::new(wrapped.to_vec()))
    }
    async fn sign(&self, _: &str, _: &[u8; 32]) -> Result<Vec<u8>> {
        unasked()
    }
    async fn public_key(&self, _: &str) -> Result<Vec<u8>> {
        unasked()
    }
    async fn schedule_deletion(&self, _: &str, _: u8) -> Result<Option<Timestamp>> {
        unasked()
    }
}

impl Counting {
    fn new() -> Self {
        let item = Wrapped::first("key", b"first", now()).item();
        Self { item: Mutex::new(item), reads: AtomicU32::new(0), opened: AtomicU32::new(0) }
    }

    fn counts(&self) -> (u32, u32) {
        (self.reads.load(Ordering::Relaxed), self.opened.load(Ordering::Relaxed))
    }
}

fn now() -> Timestamp {
    chrono::DateTime::parse_from_rfc3339("2026-10-01T10:00:00+09:00").unwrap()
}

fn context(number: u16) -> Context {
    let [high, low] = number.to_be_bytes();
    let organization = OrganizationId::from_unique(Unique::new(now(), [high, low, 0, 0, 0, 0, 0, 0, 0, 0]));
    Context::Organization(organization, Purpose::Data)
}

async fn key(keyring: &Keyring, world: &Counting, number: u16, version: Option<u64>, at: Timestamp) -> Result<(u64, Vec<u8>)> {
    let (version, secret) = keyring.key(world, world, context(number), version, at).await?;
    Ok((version, secret.to_vec()))
}

#[tokio::test]
async fn a_key_is_kept_for_five_minutes() {
    let (keyring, world) = (Keyring::default(), Counting::new());
    let table = [(0, (1, 1)), (299, (1, 1)), (300, (2, 2)), (301, (2, 2)), (600, (3, 3))];
    for (seconds, counts) in table {
        let opened = key(&keyring, &world, 1, None, now() + TimeDelta::seconds(seconds)).await.unwrap();
        assert_eq!((opened, world.counts()), ((1, b"first".to_vec()), counts), "{seconds}");
    }
    // A clock that went back doesn't make a key young.
    key(&keyring, &world, 1, None, now()).await.unwrap();
    assert_eq!(world.counts(), (4, 4));
}

#[tokio::test]
async fn a_key_is_opened_anew_after_so_many_uses() {
    let (keyring, world) = (Keyring::default(), Counting::new());
    for _ in 0..USES {
        key(&keyring, &world, 1, None, now()).await.unwrap();
    }
    assert_eq!(world.counts(), (1, 1));
    key(&keyring, &world, 1, None, now()).await.unwrap();
    assert_eq!(world.counts(), (1, 2));
}

#[tokio::test]
async fn the_key_that_was_kept_longest_makes_room() {
    let (keyring, world) = (Keyring::default(), Counting::new());
    let count = u16::try_from(COUNT).unwrap();
    for number in 0..count {
        key(&keyring, &world, number, None, now() + TimeDelta::milliseconds(number.into())).await.unwrap();
    }
    let later = now() + TimeDelta::seconds(10);
    key(&keyring, &world, count, None, later).await.unwrap();
    let full = u32::from(count) + 1;
    assert_eq!(world.counts(), (full, full));
    // All but the first are still there.
    for number in 1..=count {
        key(&keyring, &world, number, None, later).await.unwrap();
    }
    assert_eq!(world.counts(), (full, full));
    key(&keyring, &world, 0, None, later).await.unwrap();
    assert_eq!(world.counts(), (full + 1, full + 1));
    keyring.keep(context(count + 1), 1, Secret::new(vec![0; 32]), later);
    assert_eq!((keyring.opened.lock().unwrap().len(), keyring.wrapped.lock().unwrap().len()), (COUNT, COUNT));
}

#[tokio::test]
async fn a_newer_seal_makes_the_rotated_keys_known() {
    let (keyring, world) = (Keyring::default(), Counting::new());
    key(&keyring, &world, 1, None, now()).await.unwrap();
    let present = Wrapped::of_item(&world.item.lock().unwrap().clone()).unwrap();
    let rotated = present.rotated(&present.blobs().unwrap(), b"second", now());
    *world.item.lock().unwrap() = rotated.item();
    // Until then, or for five minutes, the version before is the current one.
    assert_eq!(key(&keyring, &world, 1, None, now()).await.unwrap().0, 1);
    assert_eq!(key(&keyring, &world, 1, Some(2), now()).await.unwrap(), (2, b"second".to_vec()));
    assert_eq!(key(&keyring, &world, 1, None, now()).await.unwrap().0, 2);
    assert_eq!(key(&keyring, &world, 1, Some(1), now()).await.unwrap(), (1, b"first".to_vec()));
    let error = key(&keyring, &world, 1, Some(3), now()).await.unwrap_err();
    assert_eq!(error.cause(), Some("no key of version 3"));
}
