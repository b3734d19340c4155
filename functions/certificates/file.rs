//! The file that a browser or an operating system installs: PKCS#12 (RFC 7292) with the key and its certificate. The
//! authority's certificate isn't in it: Windows would offer to trust it for everything.

use crate::certificates::authority::Issued;
use p12_keystore::{Certificate, EncryptionAlgorithm, KeyStore, KeyStoreEntry, MacAlgorithm, PrivateKey, PrivateKeyChain};
use shared::domain::certificate::CertificateProfile;
use shared::error::{Error, Result};

/// How often a key derived from the pass phrase is hashed. The phrase has 123 random bits, so that more would only slow down
/// whoever installs the file.
const ITERATIONS: u32 = 10_000;

/// Writes the file.
///
/// # Errors
/// Where the operating system gives no randomness.
pub fn write(issued: &Issued, name: &str, profile: CertificateProfile, pass_phrase: &str) -> Result<Vec<u8>> {
    let key = PrivateKey::from_der(&issued.key).map_err(Error::internal)?;
    let certificate = Certificate::from_der(&issued.certificate).map_err(Error::internal)?;
    let mut store = KeyStore::new();
    store.add_entry(name, KeyStoreEntry::PrivateKeyChain(PrivateKeyChain::new(vec![1], key, [certificate])));
    let (encryption, mac) = match profile {
        CertificateProfile::Modern => (EncryptionAlgorithm::PbeWithHmacSha256AndAes256, MacAlgorithm::HmacSha256),
        CertificateProfile::Legacy => (EncryptionAlgorithm::PbeWithShaAnd3KeyTripleDesCbc, MacAlgorithm::HmacSha1),
    };
    let writer = store.writer(pass_phrase).encryption_algorithm(encryption).encryption_iterations(ITERATIONS);
    writer.mac_algorithm(mac).mac_iterations(ITERATIONS).write().map_err(Error::internal)
}
