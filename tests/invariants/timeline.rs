//! No change without its timeline entry, and each record's entries form a chain.

use shared::endpoint::Access;
use tests::TestCloud;
use tests::support::store::{Dump, check_chains};
use tests::support::walk::{Walk, places, valid};

/// The writes that are no operation on a record: `Technical` lists what they write.
const TECHNICAL: [&str; 8] = [
    "password_reset_request",
    "session_refresh",
    "factor_totp_start",
    "factor_challenge",
    "notice_read",
    "mail_keys_set",
    "inquiry_create",
    "card_merchant_set",
];

fn entries(dump: &Dump) -> usize {
    dump.keys().filter(|(_, _, sort)| sort.starts_with("TIMELINE#")).count()
}

// Each call of an operator leaves that its proof is used, a read's, too.
fn without_proofs(mut dump: Dump) -> Dump {
    dump.retain(|(_, partition, _), _| !partition.starts_with("OPERATOR_PROOF#"));
    dump
}

#[tokio::test]
async fn every_write_stands_on_the_timeline_and_no_read_does() {
    let cloud = TestCloud::start().await;
    let walk = Walk::gather(&cloud).await;
    for place in places() {
        let call = valid(&walk, place).await;
        let before = without_proofs(cloud.dump().await);
        if place.spec.access == Access::Operator {
            cloud.invoke(place.spec.name, call.body.clone()).await;
        } else {
            let reply = call.send(&call.actor, place).await;
            assert_eq!(reply.status, place.spec.status, "{}: {}", place.path, reply.text);
        }
        let after = without_proofs(cloud.dump().await);
        let name = place.spec.name;
        if !place.spec.writes() {
            assert_eq!(before, after, "{name} writes");
        } else if TECHNICAL.contains(&name) {
            assert!(before != after && entries(&before) == entries(&after), "{name}");
        } else {
            assert!(entries(&after) > entries(&before), "{name} {} leaves no entry", place.path);
        }
    }
    check_chains(&cloud.dump().await);
}
