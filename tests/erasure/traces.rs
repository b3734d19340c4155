//! What is left of an organization: in the store, in its raw file, among the documents, in the ledger.

use crate::small::Small;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};
use aws_sdk_dynamodb::types::AttributeValue;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;
use shared::domain::erasure::{SignedCertificate, certificate_name};
use shared::key::{self, Key, Store};
use shared::ports::Bucket;
use std::collections::BTreeMap;
use tests::TestCloud;

/// The items that name an organization, but for the ledger's.
pub async fn items(cloud: &TestCloud, organization: &str) -> Vec<(Key, Value)> {
    let found = cloud.dump().await.into_iter().map(|((table, partition, sort), item)| {
        let store = if table == local::store::KEYS_TABLE { Store::Keys } else { Store::Data };
        (Key::of_found(store, &partition, &sort), item)
    });
    found.filter(|(key, item)| !key::is_ledger(key) && item.to_string().contains(organization)).collect()
}

/// How many of each kind.
pub async fn counts(cloud: &TestCloud, organization: &str) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for (key, _) in items(cloud, organization).await {
        *counts.entry(key::name(&key)).or_default() += 1;
    }
    counts
}

/// Deletes the ledger's item, which names the organization, for a look at the raw file without it.
pub async fn lose_ledger(cloud: &TestCloud, organization: &str) {
    let place = key::service_erased(shared::caller::Tenant::of_service(organization.parse().unwrap()));
    let text = |text: &str| AttributeValue::S(text.to_owned());
    let deletion = cloud.dynamodb().delete_item().table_name(local::store::DATA_TABLE);
    deletion.key("pk", text(place.partition())).key("sk", text(place.sort())).send().await.unwrap();
    cloud.cloud.residue.after("erasure_run", async {}).await;
}

/// The certificate that lies in the ledger, its signature checked.
pub async fn certificate(cloud: &TestCloud, organization: &str) -> (SignedCertificate, Vec<u8>) {
    let organization = organization.parse().unwrap();
    let documents = &cloud.cloud.world.documents;
    let bytes = documents.get(Bucket::Records, &certificate_name(organization, "json")).await.unwrap().expect("a certificate");
    let paper = documents.get(Bucket::Records, &certificate_name(organization, "pdf")).await.unwrap().expect("a certificate on paper");
    assert!(paper.starts_with(b"%PDF-"));
    let signed: SignedCertificate = serde_json::from_slice(&bytes).unwrap();
    let info = STANDARD.decode(&signed.public_key).unwrap();
    // The point is the end of a P-256 SubjectPublicKeyInfo.
    let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, info[info.len() - 65..].to_vec());
    key.verify(&signed.certificate.canonical(), &STANDARD.decode(&signed.signature).unwrap()).expect("the signature holds");
    (signed, bytes)
}

/// Everything that must hold of an organization that was erased.
pub async fn erased(cloud: &TestCloud, small: &Small) -> SignedCertificate {
    let organization = &small.organization;
    let left = items(cloud, organization).await;
    assert!(left.is_empty(), "{organization}: {left:#?}");
    let documents = cloud.cloud.world.documents.list(Bucket::Documents, &format!("{organization}/"), None).await.unwrap();
    assert!(documents.is_empty(), "{documents:?}");
    let waiting = cloud.dump().await.into_keys().filter(|(_, partition, _)| partition == key::SERVICE_ERASURES);
    assert_eq!(waiting.filter(|(_, _, sort)| sort == organization).count(), 0, "the erasure isn't over");
    let found = cloud.in_raw_files(&small.known);
    assert!(found.is_empty(), "{organization}: the raw file holds {found:?}");
    certificate(cloud, organization).await.0
}
