//! The proof: the one look through the whole of both tables. What it finds is removed and counted, so that it ends with nothing
//! left; there should be nothing to find.

use super::remove::Eraser;
use crate::erasures::{Phase, ProofPlace};
use serde_json::Value;
use shared::error::{Error, Result};
use shared::key::{self, Key, Store};
use shared::ports::Item;

/// How many items one look takes.
const PAGE: u32 = 500;
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
                Some(last) => ProofPlace { after: Some(place_of(last)), ..place },
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
            let text = serde_json::to_string(item).map_err(Error::internal)?;
            let (partition, sort) = place_of(item);
            let key = Key::of_found(store, &partition, &sort);
            if !text.contains(&organization) || key::is_ledger(&key) {
                continue;
            }
            tracing::warn!(function = "erasure_run", item = key::name(&key), "the proof found an item");
            self.progress.found_by_proof += 1;
            self.remove_present(vec![(key, text.len())]).await?;
        }
        Ok(())
    }
}

fn place_of(item: &Item) -> (String, String) {
    let text = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    (text("pk"), text("sk"))
}
