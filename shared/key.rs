//! Every partition and sort key, in one file. A key can't be made outside it, and a key of an organization's data takes
//! a [`Tenant`], which only an admitted caller, an operator function or a job hands out: keys can't cross organizations.

mod belonging;
mod endings;
mod names;
mod notices;
mod service;

pub use belonging::{ITEM_SHARDS, belongs_to, by_item, is_ledger, item_place, name, sign_in_counter_beside};
pub use endings::{
    SERVICE_CONTRACT_SWEEPS, SERVICE_DISCLOSURES, SERVICE_ERASED, SERVICE_ERASURES, service_contract_sweep, service_disclosure,
    service_erased, service_erasure,
};
pub use names::{Index, Kind, Place, Purpose};
pub use notices::{
    SERVICE_FIRST_REPORTS, SERVICE_INCIDENTS_TO_TELL, notice_read, service_affected, service_affected_partition, service_incident_to_tell,
};
pub use service::{
    EXPIRY_SHARDS, NETWORK_SHARDS, OUTBOX_SHARDS, SERVICE_BACKUPS, SERVICE_CERTIFICATE_REMINDERS, SERVICE_DEAD_MAILS, SERVICE_LABEL_SWEEPS,
    SERVICE_ORGANIZATIONS, SERVICE_PAYMENTS_DUE, SERVICE_RESEALS, service_backup, service_certificate, service_clock, service_dead_mail,
    service_expiry, service_expiry_partition, service_job_run, service_job_runs, service_label_sweep, service_link, service_mail_address,
    service_mail_suppression, service_network_failures, service_operator_proof, service_organization, service_outbox,
    service_outbox_partition, service_payment_due, service_reseal, service_sign_in_counter, service_sign_in_ticket,
};

use crate::caller::Tenant;
use crate::domain::id::{AccountId, CertificateId, MailId, OrganizationId, SessionId};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::NaiveDate;
use std::fmt;

/// The tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Store {
    /// Everything but keys.
    Data,
    /// Wrapped data keys and blind-index keys, in a table and in backups of their own.
    Keys,
}

impl Store {
    /// Both, in the order in which they are backed up: a key is made before what it seals, so that a backup of the keys that
    /// is taken later holds every key that the data needs.
    pub const ALL: &'static [Self] = &[Self::Data, Self::Keys];
}

/// Where an item lies.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    store: Store,
    partition: String,
    sort: String,
}

impl Key {
    /// The table.
    #[must_use]
    pub const fn store(&self) -> Store {
        self.store
    }
    /// The partition key.
    #[must_use]
    pub fn partition(&self) -> &str {
        &self.partition
    }
    /// The sort key.
    #[must_use]
    pub fn sort(&self) -> &str {
        &self.sort
    }

    fn data(partition: String, sort: impl Into<String>) -> Self {
        Self { store: Store::Data, partition, sort: sort.into() }
    }

    /// The key under which an item that a query returned lies; for items that came out of the store only.
    pub(crate) fn of_item(store: Store, partition: &str, sort: &str) -> Self {
        Self { store, partition: partition.into(), sort: sort.into() }
    }

    /// The key of an item that the index of expiring items showed; for the retention sweep only.
    #[must_use]
    pub fn of_expired(partition: &str, sort: &str) -> Self {
        Self::data(partition.into(), sort)
    }

    /// The key of an item that an index or a scan showed; for erasures only.
    #[must_use]
    pub fn of_found(store: Store, partition: &str, sort: &str) -> Self {
        Self { store, partition: partition.into(), sort: sort.into() }
    }

    /// The timeline entry with this sequence, under its record.
    #[must_use]
    pub fn timeline_entry(&self, sequence: u64) -> Self {
        Self::data(self.partition.clone(), format!("{TIMELINE}{sequence:010}"))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}:{}/{}", self.store, self.partition, self.sort)
    }
}

const RECORD: &str = "RECORD";
/// The sort-key prefix of timeline entries.
pub const TIMELINE: &str = "TIMELINE#";

/// A record by its kind and identifier. [`Record`](crate::record::Record) derives its key from this.
#[must_use]
pub fn record(tenant: Tenant, kind: Kind, id: &str) -> Key {
    Key::data(format!("{}#{}#{id}", tenant.id(), kind.as_str()), RECORD)
}

/// The organization's own record.
#[must_use]
pub fn organization(tenant: Tenant) -> Key {
    record(tenant, Kind::Organization, &tenant.id().to_string())
}

/// What the organization demands of its accounts: small, read by every admission; absent where it demands nothing.
#[must_use]
pub fn security(tenant: Tenant) -> Key {
    Key::data(organization(tenant).partition, "SECURITY")
}

/// That the contract has ended: read by every admission and sign-in, absent while the contract holds.
#[must_use]
pub fn contract(tenant: Tenant) -> Key {
    Key::data(organization(tenant).partition, "CONTRACT")
}

/// The organization's labels.
#[must_use]
pub fn labels(tenant: Tenant) -> Key {
    record(tenant, Kind::Labels, &tenant.id().to_string())
}

/// The rights of an account: what every commit checks, apart from what a sign-in updates.
#[must_use]
pub fn rights(tenant: Tenant, account: AccountId) -> Key {
    Key::data(account_partition(tenant, account), "RIGHTS")
}

/// The password and the open link of an account.
#[must_use]
pub fn credential(tenant: Tenant, account: AccountId) -> Key {
    Key::data(account_partition(tenant, account), "CREDENTIAL")
}

/// The second factors of an account: its authenticator app, passkeys and recovery codes.
#[must_use]
pub fn second_factors(tenant: Tenant, account: AccountId) -> Key {
    Key::data(account_partition(tenant, account), "SECOND_FACTORS")
}

/// The devices from which an account signed in before.
#[must_use]
pub fn devices(tenant: Tenant, account: AccountId) -> Key {
    Key::data(account_partition(tenant, account), "DEVICES")
}

/// The failures of a signed-in account that proves itself anew: apart from those of strangers who sign in.
#[must_use]
pub fn proofs(tenant: Tenant, account: AccountId) -> Key {
    Key::data(account_partition(tenant, account), "PROOFS")
}

/// That a session is one of an account's.
#[must_use]
pub fn account_session(tenant: Tenant, account: AccountId, session: SessionId) -> Key {
    Key::data(account_partition(tenant, account), format!("{ACCOUNT_SESSION}{session}"))
}

/// The partition of an account, in which its sessions stand between [`ACCOUNT_SESSIONS`].
#[must_use]
pub fn account_partition(tenant: Tenant, account: AccountId) -> String {
    format!("{}#account#{account}", tenant.id())
}

const ACCOUNT_SESSION: &str = "SESSION#";
/// The bounds of the sort keys of an account's sessions.
pub const ACCOUNT_SESSIONS: (&str, &str) = (ACCOUNT_SESSION, "SESSION$");

/// The count of an organization's administrators, so that the last can't be lost to two demotions at once.
#[must_use]
pub fn administrators(tenant: Tenant) -> Key {
    Key::data(format!("{}#administrators", tenant.id()), "COUNT")
}

/// A session.
#[must_use]
pub fn session(tenant: Tenant, session: SessionId) -> Key {
    Key::data(format!("{}#session#{session}", tenant.id()), RECORD)
}

/// The reply kept for an account's `Idempotency-Key`, by the key's SHA-256.
#[must_use]
pub fn idempotency(tenant: Tenant, account: AccountId, hash: &[u8]) -> Key {
    Key::data(format!("{}#account#{account}#idempotency", tenant.id()), URL_SAFE_NO_PAD.encode(hash))
}

/// An item that says "under `list`, this record stands": for labels, search terms and lists without an index.
#[must_use]
pub fn edge(tenant: Tenant, list: &str, value: &str, id: &str) -> Key {
    Key::data(edge_partition(tenant, list, value), id)
}

/// The partition of the edges of a list.
#[must_use]
pub fn edge_partition(tenant: Tenant, list: &str, value: &str) -> String {
    format!("{}#edge#{list}#{value}", tenant.id())
}

/// An item that may exist once in an organization, such as a policy number, by its blind index.
#[must_use]
pub fn unique(tenant: Tenant, what: &str, blind: &str) -> Key {
    Key::data(format!("{}#unique#{what}#{blind}", tenant.id()), "UNIQUE")
}

/// The file of a certificate that waits to be downloaded.
#[must_use]
pub fn certificate_file(tenant: Tenant, certificate: CertificateId) -> Key {
    Key::data(record(tenant, Kind::Certificate, &certificate.to_string()).partition, "FILE")
}

/// What remains of a delivered mail.
#[must_use]
pub fn delivered_mail(tenant: Tenant, mail: MailId) -> Key {
    Key::data(format!("{}#mail#{mail}", tenant.id()), RECORD)
}

/// An organization's wrapped key.
#[must_use]
pub fn organization_key(organization: OrganizationId, purpose: Purpose) -> Key {
    Key { store: Store::Keys, partition: organization.to_string(), sort: purpose.as_str().into() }
}

/// The service's wrapped key for hashes of mail addresses.
#[must_use]
pub fn service_key(name: &str) -> Key {
    Key { store: Store::Keys, partition: "SERVICE".into(), sort: name.into() }
}

/// All records of a kind.
#[must_use]
pub fn by_kind(tenant: Tenant, kind: Kind) -> String {
    format!("{}#{}", tenant.id(), kind.as_str())
}

/// The timeline of an organization on a day.
#[must_use]
pub fn by_day(tenant: Tenant, day: NaiveDate) -> String {
    format!("{}#timeline#{day}", tenant.id())
}

/// How far the log of an organization's timeline has grown: its last seal.
#[must_use]
pub fn timeline_head(tenant: Tenant) -> Key {
    Key::data(format!("{}#timeline_log", tenant.id()), "HEAD")
}

/// A tile of the log: hashes of a level of its Merkle tree, or at level 0 its leaves.
#[must_use]
pub fn timeline_tile(tenant: Tenant, level: u32, index: u64) -> Key {
    Key::data(format!("{}#timeline_log", tenant.id()), format!("TILE#{level}#{index:012}"))
}

/// The partition of an organization's seals.
#[must_use]
pub fn timeline_seals(tenant: Tenant) -> String {
    format!("{}#timeline_seals", tenant.id())
}

/// The seal of all entries through a time.
#[must_use]
pub fn timeline_seal(tenant: Tenant, through: &str) -> Key {
    Key::data(timeline_seals(tenant), through)
}

/// The records of a kind under a parent.
#[must_use]
pub fn by_parent(tenant: Tenant, kind: Kind, parent: &str) -> String {
    format!("{}#{}#{parent}", tenant.id(), kind.as_str())
}

/// Claims in a state.
#[must_use]
pub fn by_state(tenant: Tenant, kind: Kind, state: &str) -> String {
    format!("{}#{}#{state}", tenant.id(), kind.as_str())
}

/// Open claims by due day.
#[must_use]
pub fn by_due(tenant: Tenant, kind: Kind) -> String {
    format!("{}#{}#due", tenant.id(), kind.as_str())
}
