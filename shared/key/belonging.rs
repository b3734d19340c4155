//! To which organization an item belongs, so that every item of an organization is found through its own indexes: records
//! by their kind, what lies beside them under their partition, and everything else as an item of the organization.

use super::{ACCOUNT_SESSIONS, Index, Key, Place, SERVICE_ERASED, SERVICE_ERASURES, Store, TIMELINE};
use crate::caller::Tenant;
use crate::domain::id::OrganizationId;
use crate::ports::Item;
use serde_json::Value;

/// How many partitions the index of an organization's other items has, so that a bulk of search terms makes none hot.
pub const ITEM_SHARDS: u8 = 8;

/// A partition of an organization's items that are neither records nor entries.
#[must_use]
pub fn by_item(tenant: Tenant, shard: u8) -> String {
    format!("{}#item#{shard}", tenant.id())
}

/// Whether an item is part of the ledger of erasures, which outlives the organizations that it names.
#[must_use]
pub fn is_ledger(key: &Key) -> bool {
    matches!(key.partition.as_str(), SERVICE_ERASURES | SERVICE_ERASED)
}

/// The organization that an item belongs to: named by its partition, by its sort key where the partition is the service's,
/// or by what the item says.
#[must_use]
pub fn belongs_to(key: &Key, item: &Item) -> Option<OrganizationId> {
    let first = |text: &str| text.split('#').next().and_then(|part| part.parse().ok());
    let named = |item: &Item| item.get("organization").and_then(Value::as_str).and_then(|text| text.parse().ok());
    let said = || named(item).or_else(|| item.get("mail").and_then(Value::as_object).and_then(named));
    first(&key.partition).or_else(|| first(&key.sort)).or_else(said)
}

/// Where an item stands in the index of an organization's items: whatever has no place in the index by kind itself, and
/// isn't the ledger's.
#[must_use]
pub fn item_place(key: &Key, item: &Item) -> Option<Place> {
    if key.store != Store::Data || is_ledger(key) || item.contains_key(Index::Kind.attributes().0) {
        return None;
    }
    let tenant = Tenant::of_service(belongs_to(key, item)?);
    let shard = key.partition.bytes().chain(key.sort.bytes()).fold(0_u8, u8::wrapping_add) % ITEM_SHARDS;
    Some(Place { index: Index::Kind, partition: by_item(tenant, shard), sort: format!("{}#{}", key.partition, key.sort) })
}

/// The count of failed sign-ins beside the item that finds an account by its mail address.
#[must_use]
pub fn sign_in_counter_beside(key: &Key) -> Option<Key> {
    let hash = key.partition.strip_prefix("MAIL_ADDRESS#").filter(|_| key.sort == "ACCOUNT")?;
    Some(super::service_sign_in_counter(hash))
}

/// What an item is, for counts: `claim`, `timeline_entry`, `session`, `edge`, `mail_address` …
#[must_use]
pub fn name(key: &Key) -> String {
    if key.store == Store::Keys {
        return "wrapped_key".into();
    }
    if key.sort.starts_with(TIMELINE) {
        return "timeline_entry".into();
    }
    match key.sort.as_str() {
        "SIGN_IN" => return "sign_in_counter".into(),
        "SUPPRESSION" => return "mail_suppression".into(),
        "PASS" => return "certificate_pass".into(),
        "FILE" => return "certificate_file".into(),
        sort if sort.starts_with(ACCOUNT_SESSIONS.0) => return "session_edge".into(),
        sort if super::notices::is_notice_read(sort) => return "notice_read".into(),
        _ => {}
    }
    let mut parts = key.partition.split('#');
    let (first, second) = (parts.next().unwrap_or_default(), parts.next());
    if first.parse::<OrganizationId>().is_err() {
        return first.to_ascii_lowercase();
    }
    if key.partition.ends_with("#idempotency") {
        return "idempotency_record".into();
    }
    let kind = second.unwrap_or_default();
    let companions = ["RIGHTS", "CREDENTIAL", "SECURITY", "CONTRACT", "SECOND_FACTORS", "DEVICES", "PROOFS"];
    let is_companion = companions.contains(&key.sort.as_str());
    if is_companion { key.sort.to_ascii_lowercase() } else { kind.to_owned() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::id::{AccountId, CertificateId, Identifier, IncidentId, NoticeDraftId, NoticeId, SessionId, Unique};
    use crate::key::{self, Kind};
    use serde_json::json;

    fn tenant() -> Tenant {
        Tenant::of_service(OrganizationId::from_unique(Unique::new(chrono::DateTime::UNIX_EPOCH.fixed_offset(), [7; 10])))
    }

    #[test]
    fn every_item_of_an_organization_has_a_place_and_a_name() {
        let (tenant, unique) = (tenant(), Unique::new(chrono::DateTime::UNIX_EPOCH.fixed_offset(), [1; 10]));
        let account = AccountId::from_unique(unique);
        let organization = json!({ "organization": tenant.id() }).as_object().unwrap().clone();
        let mail = json!({ "mail": { "organization": tenant.id() } }).as_object().unwrap().clone();
        let table = [
            (key::rights(tenant, account), Item::new(), "rights"),
            (key::credential(tenant, account), Item::new(), "credential"),
            (key::session(tenant, SessionId::from_unique(unique)), Item::new(), "session"),
            (key::account_session(tenant, account, SessionId::from_unique(unique)), Item::new(), "session_edge"),
            (key::second_factors(tenant, account), Item::new(), "second_factors"),
            (key::devices(tenant, account), Item::new(), "devices"),
            (key::proofs(tenant, account), Item::new(), "proofs"),
            (key::notice_read(tenant, account, NoticeId::from_unique(unique)), Item::new(), "notice_read"),
            (key::service_affected(IncidentId::from_unique(unique), tenant), Item::new(), "affected"),
            (key::service_addressed(NoticeDraftId::from_unique(unique), tenant), Item::new(), "addressed"),
            (key::service_certificate("hash"), organization.clone(), "certificate_pass"),
            (key::certificate_file(tenant, CertificateId::from_unique(unique)), Item::new(), "certificate_file"),
            (key::service_sign_in_ticket(&[3]), organization.clone(), "ticket"),
            (key::service_reseal(tenant), Item::new(), "reseal"),
            (key::idempotency(tenant, account, &[1]), Item::new(), "idempotency_record"),
            (key::edge(tenant, "claim.label", "x", "y"), Item::new(), "edge"),
            (key::unique(tenant, "policy.number", "x"), Item::new(), "unique"),
            (key::administrators(tenant), Item::new(), "administrators"),
            (key::contract(tenant), Item::new(), "contract"),
            (key::service_organization(tenant), Item::new(), "organizations"),
            (key::service_mail_address("hash"), organization.clone(), "mail_address"),
            (key::service_mail_suppression("hash"), organization.clone(), "mail_suppression"),
            (key::service_link(&[2]), organization.clone(), "link"),
            (
                key::service_dead_mail(chrono::DateTime::UNIX_EPOCH.fixed_offset(), "eml_00000000000000000000000000".parse().unwrap()),
                organization.clone(),
                "dead_mail",
            ),
            (key::service_outbox("eml_00000000000000000000000000".parse().unwrap()), mail, "outbox"),
        ];
        for (key, item, expected) in table {
            assert_eq!(belongs_to(&key, &item), Some(tenant.id()), "{key:?}");
            assert!(item_place(&key, &item).unwrap().partition.starts_with(&format!("{}#item#", tenant.id())), "{key:?}");
            assert_eq!(name(&key), expected, "{key:?}");
        }
        let record = key::record(tenant, Kind::Claim, "clm_1");
        assert_eq!((name(&record), name(&record.timeline_entry(1))), ("claim".into(), "timeline_entry".into()));
    }

    #[test]
    fn the_ledger_and_what_is_nobodys_have_no_place() {
        for key in [key::service_erasure(tenant()), key::service_erased(tenant()), key::service_sign_in_counter("hash")] {
            assert_eq!(item_place(&key, &Item::new()), None, "{key:?}");
        }
    }
}
