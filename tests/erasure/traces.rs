//! What is left of an organization: in the store, in its raw file, among the documents, in the ledger.

use crate::small::Small;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};
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

/// Which of these texts stand in the store's files, as raw bytes.
pub fn in_raw_files<'t>(cloud: &TestCloud, texts: impl IntoIterator<Item = &'t String>) -> Vec<&'t str> {
    let files = std::fs::read_dir(cloud.directory()).unwrap().map(|entry| entry.unwrap().path());
    let files: Vec<Vec<u8>> = files
        .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("store.sqlite"))
        .map(|path| std::fs::read(path).unwrap())
        .collect();
    assert!(!files.is_empty());
    let is_there = |text: &&String| files.iter().any(|bytes| memchr(bytes, text.as_bytes()));
    texts.into_iter().filter(is_there).map(String::as_str).collect()
}

fn memchr(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
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
    let found = in_raw_files(cloud, &small.known);
    assert!(found.is_empty(), "{organization}: the raw file holds {found:?}");
    certificate(cloud, organization).await.0
}
