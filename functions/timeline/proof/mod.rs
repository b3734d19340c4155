//! GET /api/timeline/proof: that an entry is in the log under a seal (RFC 6962, section 2.1.1).

use crate::timeline::log::{Log, leaf, seals_from};
use proof::tiles::needed;
use proof::{Digest, Leaf, SignedSeal, tree};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::role::Role;
use shared::domain::text::Line;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::{Error, Result};
use shared::key::{self, Kind};
use shared::ports::Item;
use shared::view::View;

/// The endpoint.
pub struct TimelineProof;

/// Which entry.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The kind of the record.
    pub record_kind: Kind,
    /// The record.
    pub record_id: Line<40>,
    /// The entry's place in the record's timeline, from 1.
    #[serde(deserialize_with = "number")]
    pub sequence: u64,
}

// In a query every value is a text.
fn number<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<u64, D::Error> {
    let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
    let number = text.parse().ok().filter(|number| (1..=9_999_999_999).contains(number));
    number.ok_or_else(|| serde::de::Error::custom("value_invalid"))
}

/// The proof.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The entry as it was hashed.
    pub entry: Value,
    /// The leaf: its hash is SHA-256 over a zero byte and its canonical JSON (RFC 8785).
    pub leaf: Leaf,
    /// The leaf's hash.
    pub leaf_hash: Digest,
    /// Its position in the log.
    pub position: u64,
    /// The inclusion proof in the tree of the seal's size, from the leaf up.
    pub proof: Vec<Digest>,
    /// The seal.
    pub seal: SignedSeal,
}

impl Endpoint for TimelineProof {
    const SPEC: Spec = Spec {
        name: "timeline_proof",
        summary: ("タイムラインの1件が封印に含まれることを証明する", "Prove that an entry of the timeline is under a seal"),
        paths: &["/api/timeline/proof"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let tenant = caller.tenant()?;
        let place = key::record(tenant, input.record_kind, input.record_id.as_str()).timeline_entry(input.sequence);
        let item: Item = view.batch(std::slice::from_ref(&place)).await?.item(&place)?.ok_or(Error::NotFound)?;
        let entry = item.get("entry").cloned().unwrap_or_default();
        let leaf = leaf(&entry)?;
        let (position, sealed, seal) = sealed(view, tenant, &leaf).await?.ok_or(Error::Conflict("timeline_not_sealed_yet"))?;
        if sealed != leaf {
            return Err(Error::Conflict("timeline_entry_altered"));
        }
        let lacking = || Error::internal("the log lacks a tile");
        let spans = tree::inclusion(position, seal.seal.tree_size).ok_or_else(lacking)?;
        let log = Log::read(view, tenant, &needed(&spans)).await?;
        let proof = log.tiles.roots(&spans).ok_or_else(lacking)?;
        Ok(Change::reply(Output { entry, leaf_hash: leaf.digest(), leaf, position, proof, seal }))
    }
}

// Where an entry stands in the log, with what was sealed of it. A seal covers what happened up to its time, and now and then
// something that turned up within the hour after.
async fn sealed(view: &View<'_>, tenant: Tenant, wanted: &Leaf) -> Result<Option<(u64, Leaf, SignedSeal)>> {
    for signed in seals_from(view, tenant, &wanted.at, |seal| seal.settled > wanted.at).await? {
        let (start, end) = (signed.seal.first_position, signed.seal.tree_size);
        let log = Log::of_range(view, tenant, start, end, std::collections::BTreeSet::new()).await?;
        let found = log.range(start, end).find(|(_, leaf)| leaf.place() == wanted.place());
        if let Some((position, leaf)) = found {
            return Ok(Some((position, leaf.clone(), signed)));
        }
    }
    Ok(None)
}
