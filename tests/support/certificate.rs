//! Client certificates as people get them, and clients that show them at the doors.

use super::actor::Actor;
use super::cloud::TestCloud;
use base64::{Engine, engine::general_purpose::STANDARD};
use p12_keystore::{KeyStore, Pkcs12ImportPolicy};
use serde_json::{Value, json};

/// A client certificate, as whoever downloaded its file has it.
#[derive(Clone)]
pub struct ClientCertificate {
    /// Its identifier.
    pub id: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// The PKCS#12 file.
    pub file: Vec<u8>,
    /// The pass phrase.
    pub pass_phrase: String,
}

/// A door with TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Takes a client certificate.
    Taking,
    /// Demands one.
    Demanding,
}

impl ClientCertificate {
    /// Has an administrator issue one, and downloads it.
    pub async fn issue(administrator: &Actor, order: Value) -> Self {
        let issued = administrator.post("/api/certificates", order).await.expect(201);
        let id = issued.id();
        let downloaded = administrator.post(&format!("/api/certificates/{id}/download"), Value::Null).await.expect(200);
        Self {
            fingerprint: issued.json["certificate"]["fingerprint"].as_str().unwrap().to_owned(),
            file: STANDARD.decode(downloaded.json["content_base64"].as_str().unwrap()).unwrap(),
            pass_phrase: issued.json["pass_phrase"].as_str().unwrap().to_owned(),
            id,
        }
    }

    /// Has an administrator revoke it.
    pub async fn revoke(&self, administrator: &Actor) {
        let _revoked = administrator.post(&format!("/api/certificates/{}/revoke", self.id), json!({ "reason": "紛失" })).await.expect(200);
    }

    /// The certificate and its key in PEM.
    #[must_use]
    pub fn pem(&self) -> String {
        let store = KeyStore::from_pkcs12(&self.file, &self.pass_phrase, Pkcs12ImportPolicy::Relaxed).expect("the file opens");
        let (_, chain) = store.private_key_chain().expect("the file holds a key");
        let block = |label: &str, der: &[u8]| format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", STANDARD.encode(der));
        [block("CERTIFICATE", chain.certs()[0].as_der()), block("PRIVATE KEY", chain.key().as_der())].concat()
    }
}

impl TestCloud {
    /// Somebody without a session at a door with TLS, who shows a certificate or none.
    #[must_use]
    pub fn at_door(&self, door: Door, certificate: Option<&ClientCertificate>) -> Actor {
        Actor::new(self.https_client(certificate), self.origin(door))
    }

    /// A client that trusts the doors and shows them a certificate or none.
    #[must_use]
    pub fn https_client(&self, certificate: Option<&ClientCertificate>) -> reqwest::Client {
        let root = reqwest::Certificate::from_pem(self.cloud.authority.root_pem().as_bytes()).unwrap();
        let builder = reqwest::Client::builder().no_proxy().tls_certs_only([root]);
        let builder = match certificate {
            Some(certificate) => builder.identity(reqwest::Identity::from_pem(certificate.pem().as_bytes()).unwrap()),
            None => builder,
        };
        builder.build().unwrap()
    }

    /// The origin of a door with TLS.
    #[must_use]
    pub fn origin(&self, door: Door) -> String {
        let address = if door == Door::Taking { self.cloud.https } else { self.cloud.mtls };
        format!("https://localhost:{}", address.port())
    }
}
