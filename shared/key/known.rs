//! Which kinds of items there are, so that a check of a backup tells what nobody wrote.

use super::{Key, Kind, RECORD, name};
use crate::domain::id::OrganizationId;

/// The names of all items that are no records, as [`name`] gives them.
const OTHERS: &[&str] = &[
    "addressed",
    "administrators",
    "affected",
    "backup",
    "certificate_file",
    "certificate_pass",
    "contract",
    "contract_sweep",
    "credential",
    "dead_mail",
    "devices",
    "disclosure",
    "drill",
    "edge",
    "erased",
    "erasure",
    "idempotency_record",
    "incident_to_tell",
    "inquiry",
    "job_run",
    "label_sweep",
    "link",
    "mail",
    "mail_address",
    "mail_event",
    "mail_suppression",
    "network",
    "notice_read",
    "notice_to_send",
    "operator_proof",
    "organizations",
    "outbox",
    "proofs",
    "reseal",
    "restore_run",
    "rights",
    "second_factors",
    "security",
    "session",
    "session_edge",
    "sign_in_counter",
    "ticket",
    "timeline_entry",
    "timeline_log",
    "timeline_seals",
    "unique",
    "wrapped_key",
];

/// The kind of the record that lies at a key; `None` where no record does.
#[must_use]
pub fn record_kind(key: &Key) -> Option<Kind> {
    let mut parts = key.partition.split('#');
    let of_organization = parts.next().is_some_and(|part| part.parse::<OrganizationId>().is_ok());
    let kind = parts.next().filter(|_| of_organization && key.sort == RECORD)?;
    Kind::ALL.iter().copied().find(|known| known.as_str() == kind)
}

/// Whether an item at a key is of a kind that is written anywhere.
#[must_use]
pub fn is_known(key: &Key) -> bool {
    let name = name(key);
    let is_in_organization = key.partition.split('#').next().is_some_and(|part| part.parse::<OrganizationId>().is_ok());
    // Beside a record lies nothing but its entries and what has a name of its own.
    let is_beside = is_in_organization && Kind::ALL.iter().any(|kind| kind.as_str() == name);
    record_kind(key).is_some() || (OTHERS.contains(&name.as_str()) && !is_beside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caller::Tenant;
    use crate::key::{self, Store};

    #[test]
    fn what_lies_beside_a_record_without_a_name_of_its_own_is_unknown() {
        let tenant = Tenant::of_operator();
        let record = key::record(tenant, Kind::Claim, "clm_1");
        assert_eq!(record_kind(&record), Some(Kind::Claim));
        let known = [
            record.clone(),
            record.timeline_entry(1),
            key::service_erasure(tenant),
            key::service_drill("1"),
            key::service_restore("1"),
            key::security(tenant),
        ];
        for key in known {
            assert!(is_known(&key), "{key:?}");
        }
        let found = |partition: &str, sort: &str| Key::of_found(Store::Data, partition, sort);
        for key in [found(record.partition(), "OTHER"), found("OTHER#1", "RECORD"), found(&format!("{}#other#1", tenant.id()), "RECORD")] {
            assert!(!is_known(&key) && record_kind(&key).is_none(), "{key:?}");
        }
    }
}
