//! The erasure of an organization (消去, WP3): instructed, countersigned, taken back, run, and run again after a restore.

pub mod countersign;
pub mod instruct;
pub mod replay;
pub mod run;
pub mod take_back;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Tenant;
use shared::change::{Change, Companion, item};
use shared::domain::erasure::{Erasure, ErasureState};
use shared::domain::id::{ErasureId, OrganizationId};
use shared::domain::time::{Timestamp, rfc3339};
use shared::error::{Error, Result};
use shared::key::{self, Key, Kind};
use shared::ports::{Failure, Operation};
use shared::record::Stored;
use shared::view::View;
use std::collections::BTreeMap;

/// Where an erasure's run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Waits for the countersignature, or for its time.
    Waiting,
    /// Removes what the organization's own indexes show.
    Removing,
    /// Looks through the whole of both tables.
    Proving,
    /// Nothing is left: the certificate is due.
    Proven,
}

/// How far an erasure is. Part of the ledger, which outlives the organization: it names it, and holds none of its data.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Progress {
    /// The organization.
    pub organization: OrganizationId,
    /// The instruction.
    pub erasure: ErasureId,
    /// One more with every step, so that no two runs take the same one.
    pub version: u64,
    /// Where it is.
    pub phase: Phase,
    /// From when it runs; `None` before the countersignature.
    #[serde(with = "rfc3339::option", default)]
    pub due_at: Option<Timestamp>,
    /// How many items of each kind were removed.
    #[serde(default)]
    pub items: BTreeMap<String, u64>,
    /// How many documents were removed.
    #[serde(default)]
    pub documents: u64,
    /// Documents that are being removed and aren't counted yet.
    #[serde(default)]
    pub removing: Vec<String>,
    /// How many items only the proof found.
    #[serde(default)]
    pub found_by_proof: u64,
    /// Where the proof goes on: the keys table or not, and the place in it.
    #[serde(default)]
    pub proof: Option<ProofPlace>,
    /// When the proof was complete.
    #[serde(with = "rfc3339::option", default)]
    pub proven_at: Option<Timestamp>,
    /// From when the organization's KMS key is gone.
    #[serde(with = "rfc3339::option", default)]
    pub key_gone_at: Option<Timestamp>,
}

/// A place in the proof's way through both tables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofPlace {
    /// Whether the data table is done, and this is in the keys table.
    pub in_keys: bool,
    /// Partition and sort key of the last item looked at.
    pub after: Option<(String, String)>,
}

impl Progress {
    /// Of a new instruction, or of one that is run again after a restore.
    #[must_use]
    pub const fn new(organization: OrganizationId, erasure: ErasureId, phase: Phase) -> Self {
        Self {
            organization,
            erasure,
            version: 1,
            phase,
            due_at: None,
            items: BTreeMap::new(),
            documents: 0,
            removing: Vec::new(),
            found_by_proof: 0,
            proof: None,
            proven_at: None,
            key_gone_at: None,
        }
    }

    /// Written on the condition that nobody else took this step.
    ///
    /// # Errors
    /// Where it can't be written as JSON.
    pub fn step(&mut self) -> Result<Operation> {
        let before = self.version;
        self.version += 1;
        let place = key::service_erasure(Tenant::of_service(self.organization));
        Ok(Operation::replace(place, item(self)?, ("version", before), Failure::Conflict("record_changed")))
    }
}

/// An erasure as operators see it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ErasureView {
    /// Its identifier.
    pub id: ErasureId,
    /// The organization.
    pub organization: OrganizationId,
    /// 状態.
    pub state: ErasureState,
    /// From when it runs; until then it may be taken back.
    #[serde(with = "rfc3339::option")]
    #[schemars(with = "Option<String>")]
    pub due_at: Option<Timestamp>,
}

impl ErasureView {
    fn new(organization: OrganizationId, erasure: &Erasure) -> Self {
        Self { id: erasure.id, organization, state: erasure.state, due_at: erasure.due_at }
    }
}

/// Which erasure.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// 組織.
    pub organization: OrganizationId,
    /// 消去.
    pub erasure: ErasureId,
}

/// The key of an erasure.
#[must_use]
pub fn erasure_key(tenant: Tenant, id: ErasureId) -> Key {
    key::record(tenant, Kind::Erasure, &id.to_string())
}

async fn present(view: &View<'_>, tenant: Tenant, id: ErasureId) -> Result<(Stored<Erasure>, Option<Progress>)> {
    let (erasure_key, progress_key) = (erasure_key(tenant, id), key::service_erasure(tenant));
    let batch = view.batch(&[erasure_key.clone(), progress_key.clone()]).await?;
    Ok((batch.record::<Erasure>(&erasure_key)?, batch.item::<Progress>(&progress_key)?.filter(|progress| progress.erasure == id)))
}

/// What waits for the erasure's time, taken away again or changed, beside the record's own change.
fn with_progress<T>(change: Change<T>, operation: Operation) -> Change<T> {
    change.with(Companion::Erasure, operation)
}

fn not_waiting() -> Error {
    shared::domain::refusal::Refusal::ErasureStateForbids.into()
}
