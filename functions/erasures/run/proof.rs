//! The proof: the one look through the whole of both tables. What it finds is removed and counted, so that it ends with nothing
//! left; there should be nothing to find.

use super::remove::{Eraser, key_of};
use crate::erasures::{Phase, ProofPlace};
use shared::caller::Tenant;
use shared::error::{Error, Result};
use shared::key::{self, Key, Store};
use shared::ports::{Item, place_of};

/// How many items one look takes.
const PAGE: u32 = 500;
/// More than the entries that a disclosure can have.
const TIMELINE: u32 = 100;
/// How many looks one run takes.
const PAGES: u32 = 200;

impl Eraser<'_, '_> {
    /// Looks on from where the last run stopped. Whether it is through.
    pub(super) async fn prove(&mut self) -> Result<bool> {
        let mut place = self.progress.proof.take().unwrap_or(ProofPlace { in_keys: false, after: None });
        for _ in 0..PAGES {
            let store = if place.in_keys { Store::Keys } else { Store::Data };
            let found = self.run.view.prove(store, place.after.clone(), PAGE).await?;
            self.remove_left(store, &found.items).await?;
            place = match found.items.last().filter(|_| found.more) {
                Some(last) => ProofPlace { after: Some(place_of(last)?), ..place },
                None if found.more => return Err(Error::internal("a page without items that isn't the last")),
                None if place.in_keys => return self.proven().await.map(|()| true),
                None => ProofPlace { in_keys: true, after: None },
            };
            if !self.has_time() {
                break;
            }
        }
        self.progress.proof = Some(place);
        self.step(Vec::new()).await.map(|()| false)
    }

    async fn proven(&mut self) -> Result<()> {
        self.progress.phase = Phase::Proven;
        self.progress.proven_at = Some(self.run.view.now());
        self.step(Vec::new()).await
    }

    // Whatever names the organization anywhere, but for the ledger.
    async fn remove_left(&mut self, store: Store, items: &[Item]) -> Result<()> {
        let organization = self.tenant.id().to_string();
        for item in items {
            let whole = serde_json::to_string(item).map_err(Error::internal)?;
            let (partition, sort) = place_of(item)?;
            let key = Key::of_found(store, &partition, &sort);
            if !whole.contains(&organization) || key::is_ledger(&key) {
                continue;
            }
            self.remove_found(key, whole.len()).await?;
        }
        Ok(())
    }

    // A disclosure that the organization never knew of is the operator's record: its timeline goes with it.
    async fn remove_found(&mut self, key: Key, bytes: usize) -> Result<()> {
        let mut left = vec![(key.clone(), bytes)];
        if key.partition().starts_with(&Tenant::of_operator().id().to_string()) {
            let found = self.run.view.items(key.partition().to_owned(), TIMELINE).await?;
            left = found.items.iter().map(|item| Ok((key_of(item)?, 0))).collect::<Result<_>>()?;
        }
        // An entry of a timeline that went with its record a moment ago.
        if !self.run.view.batch(std::slice::from_ref(&key)).await?.has(&key) {
            return Ok(());
        }
        tracing::warn!(function = "erasure_run", item = key::name(&key), "the proof found an item");
        self.progress.found_by_proof += left.len() as u64;
        self.remove_present(left).await
    }
}
