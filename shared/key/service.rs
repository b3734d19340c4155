//! Keys that stand in no organization's partition: what is looked up before an organization is known, and what jobs work
//! through for all of them.

use super::{Index, Key, Place};
use crate::caller::Tenant;
use crate::domain::id::MailId;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// The account behind a mail address, in the whole service, by the service-wide keyed hash. Service-wide on purpose:
/// at sign-in nothing else is known.
#[must_use]
pub fn service_mail_address(hash: &str) -> Key {
    Key::data(format!("MAIL_ADDRESS#{hash}"), "ACCOUNT")
}

/// That mail to an address is stopped, after a bounce or complaint. Service-wide like the account behind it.
#[must_use]
pub fn service_mail_suppression(hash: &str) -> Key {
    Key::data(format!("MAIL_ADDRESS#{hash}"), "SUPPRESSION")
}

/// The failed sign-ins on a mail address, known or unknown alike. Service-wide for the same reason.
#[must_use]
pub fn service_sign_in_counter(hash: &str) -> Key {
    Key::data(format!("MAIL_ADDRESS#{hash}"), "SIGN_IN")
}

/// How many shards the counter of a network's failures has: one network may be thousands of people.
pub const NETWORK_SHARDS: u8 = 4;

/// A shard of the failed sign-ins from a network, by the network's service-wide keyed hash. Service-wide like the others.
#[must_use]
pub fn service_network_failures(hash: &str, shard: u8) -> Key {
    Key::data(format!("NETWORK#{hash}#{shard}"), "FAILURES")
}

/// A sign-in that waits for its second factor, by the SHA-256 of its ticket. Service-wide: its bearer isn't signed in.
#[must_use]
pub fn service_sign_in_ticket(hash: &[u8]) -> Key {
    Key::data(format!("TICKET#{}", URL_SAFE_NO_PAD.encode(hash)), "TICKET")
}

/// An invitation or reset link by the SHA-256 of its secret. Service-wide: its bearer isn't signed in.
#[must_use]
pub fn service_link(hash: &[u8]) -> Key {
    Key::data(format!("LINK#{}", URL_SAFE_NO_PAD.encode(hash)), "LINK")
}

/// What admission looks up of a client certificate, by the SHA-256 of its DER in hexadecimal. Service-wide: a certificate of
/// another organization is to be told from one that was never issued.
#[must_use]
pub fn service_certificate(fingerprint: &str) -> Key {
    Key::data(format!("CERTIFICATE#{fingerprint}"), "PASS")
}

/// The partition of certificates whose end is to be told, in the index by due time. Service-wide: the reminding job works
/// for all organizations.
pub const SERVICE_CERTIFICATE_REMINDERS: &str = "CERTIFICATE_REMINDER";

/// How many partitions the outbox has, so that no one of them is hot.
pub const OUTBOX_SHARDS: u8 = 4;

/// What waits to be sent or resolved. Service-wide: the delivering job works for all organizations.
#[must_use]
pub fn service_outbox(mail: MailId) -> Key {
    let text = mail.to_string();
    let shard = text.bytes().next_back().unwrap_or_default() % OUTBOX_SHARDS;
    Key::data(service_outbox_partition(shard), text)
}

/// The partition of an outbox shard.
#[must_use]
pub fn service_outbox_partition(shard: u8) -> String {
    format!("OUTBOX#{shard}")
}

/// The partition of mails that were given up, in the order in which they were. Service-wide: operators look after all of them.
pub const SERVICE_DEAD_MAILS: &str = "DEAD_MAIL";

/// A mail that was given up at a time.
#[must_use]
pub fn service_dead_mail(at: crate::domain::time::Timestamp, mail: MailId) -> Key {
    Key::data(SERVICE_DEAD_MAILS.into(), format!("{}#{mail}", crate::domain::time::text(at)))
}

/// That something the mail provider abroad told was heard, by the SHA-256 of its token. Service-wide: the provider knows no
/// organizations.
#[must_use]
pub fn service_mail_event(hash: &[u8]) -> Key {
    Key::data(format!("MAIL_EVENT#{}", URL_SAFE_NO_PAD.encode(hash)), "HEARD")
}

/// Where what remains of a mail is found by its identifier alone. Service-wide: a bounce names no organization.
#[must_use]
pub fn service_finished_mail(mail: MailId) -> Place {
    Place { index: Index::Parent, partition: format!("FINISHED_MAIL#{mail}"), sort: mail.to_string() }
}

/// How many partitions the index of expiring items has.
pub const EXPIRY_SHARDS: u8 = 4;

/// The partition of an expiry shard, in the index by due time.
#[must_use]
pub fn service_expiry_partition(shard: u8) -> String {
    format!("EXPIRY#{shard}")
}

/// Where an item that ends at a time stands in the index by due time. Service-wide: the sweep works for all.
#[must_use]
pub fn service_expiry(key: &Key, ends_at: crate::domain::time::Timestamp) -> Place {
    let shard = key.partition.bytes().chain(key.sort.bytes()).fold(0_u8, u8::wrapping_add) % EXPIRY_SHARDS;
    let sort = format!("{}#{}#{}", crate::domain::time::text(ends_at), key.partition, key.sort);
    Place { index: Index::Due, partition: service_expiry_partition(shard), sort }
}

/// The partition of policies whose next premium is to be made, premiums that are to be gone on with, and cards that are to be
/// removed, in the index by due time. Service-wide: the job works for all organizations.
pub const SERVICE_PAYMENTS_DUE: &str = "PAYMENT_DUE";

/// Where one of these stands from a time on.
#[must_use]
pub fn service_payment_due(tenant: Tenant, id: &str, at: crate::domain::time::Timestamp) -> Place {
    let sort = format!("{}#{}#{id}", crate::domain::time::text(at), tenant.id());
    Place { index: Index::Due, partition: SERVICE_PAYMENTS_DUE.into(), sort }
}

/// The partition of all organizations. Service-wide: jobs go through them one by one.
pub const SERVICE_ORGANIZATIONS: &str = "ORGANIZATIONS";

/// That an organization exists, so that jobs find it without a scan.
#[must_use]
pub fn service_organization(tenant: Tenant) -> Key {
    Key::data(SERVICE_ORGANIZATIONS.into(), tenant.id().to_string())
}

/// The partition of deleted labels that are still on records. Service-wide: the sweep works for all.
pub const SERVICE_LABEL_SWEEPS: &str = "LABEL_SWEEP";

/// A deleted label that is still on records.
#[must_use]
pub fn service_label_sweep(tenant: Tenant, label: crate::domain::id::LabelId) -> Key {
    Key::data(SERVICE_LABEL_SWEEPS.into(), format!("{}#{label}", tenant.id()))
}

/// That an operator's proof is used, by the SHA-256 of its number. Service-wide: an operator belongs to no organization.
#[must_use]
pub fn service_operator_proof(hash: &[u8]) -> Key {
    Key::data(format!("OPERATOR_PROOF#{}", URL_SAFE_NO_PAD.encode(hash)), "PROOF")
}

/// The partition of organizations whose records are being sealed anew. Service-wide: the job works for all.
pub const SERVICE_RESEALS: &str = "RESEAL";

/// How far sealing an organization's records anew has come.
#[must_use]
pub fn service_reseal(tenant: Tenant) -> Key {
    Key::data(SERVICE_RESEALS.into(), tenant.id().to_string())
}

/// The partition of a job's runs. Service-wide: jobs work for all organizations.
#[must_use]
pub fn service_job_runs(job: &str) -> String {
    format!("JOB_RUN#{job}")
}

/// A run of a job for a time of its schedule, or for all of them where it runs many times an hour.
#[must_use]
pub fn service_job_run(job: &str, scheduled_at: Option<crate::domain::time::Timestamp>) -> Key {
    Key::data(service_job_runs(job), scheduled_at.map_or_else(|| "LATEST".into(), crate::domain::time::text))
}

/// The partition of generations of backups. Service-wide: a backup is of a whole table.
pub const SERVICE_BACKUPS: &str = "BACKUP";

/// A generation of backups.
#[must_use]
pub fn service_backup(generation: &str) -> Key {
    Key::data(SERVICE_BACKUPS.into(), generation)
}

/// The partition of drills of backups. Service-wide like the generations that they restore.
pub const SERVICE_DRILLS: &str = "DRILL";

/// A drill and its report.
#[must_use]
pub fn service_drill(drill: &str) -> Key {
    Key::data(SERVICE_DRILLS.into(), drill)
}

/// The partition of restores of backups. Service-wide like the generations that they restore.
pub const SERVICE_RESTORES: &str = "RESTORE_RUN";

/// How far a restore is, and its report.
#[must_use]
pub fn service_restore(restore: &str) -> Key {
    Key::data(SERVICE_RESTORES.into(), restore)
}

/// Where nothing lies: reading it asks the store for the time alone.
#[must_use]
pub fn service_clock() -> Key {
    Key::data("CLOCK".into(), "NOTHING")
}
