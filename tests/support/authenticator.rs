//! An authenticator with passkeys, and an authenticator app: what people hold in their hands.

use super::actor::Actor;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ciborium::Value as Cbor;
use serde_json::{Value, json};
use shared::domain::time::Timestamp;
use shared::domain::totp;
use shared::seal::sha256;

/// The code that an app with this secret (base32) shows at a time.
#[must_use]
pub fn code(secret: &str, at: Timestamp) -> String {
    let secret = data_encoding::BASE32_NOPAD.decode(secret.as_bytes()).expect("the secret is base32");
    totp::code(&secret, totp::step(at), totp::DIGITS)
}

/// Enrols an authenticator app; the secret and the reply with the recovery codes.
pub async fn enrol_app(actor: &Actor, now: Timestamp) -> (String, Value) {
    let secret = actor.post("/api/me/totp", json!({})).await.expect(201).json["secret"].as_str().unwrap().to_owned();
    let reply = actor.post("/api/me/totp/confirm", json!({ "code": code(&secret, now) })).await.expect(200);
    (secret, reply.json)
}

/// A security key with one passkey, which asks for a finger before each use.
pub struct Authenticator {
    key: EcdsaKeyPair,
    credential: [u8; 16],
    /// How often it was used.
    pub counter: u32,
    /// Whether it verifies who uses it.
    pub verifies: bool,
}

impl Authenticator {
    /// One with a new key.
    #[must_use]
    pub fn new() -> Self {
        let mut credential = [0; 16];
        aws_lc_rs::rand::fill(&mut credential).expect("there is randomness");
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("a key can be made");
        Self { key, credential, counter: 0, verifies: true }
    }

    /// What `navigator.credentials.create` would give at this origin.
    pub fn create(&mut self, options: &Value, origin: &str) -> Value {
        let point = self.key.public_key().as_ref();
        let (x, y) = (point[1..33].to_vec(), point[33..65].to_vec());
        let key = Cbor::Map(vec![
            (Cbor::from(1), Cbor::from(2)),
            (Cbor::from(3), Cbor::from(-7)),
            (Cbor::from(-1), Cbor::from(1)),
            (Cbor::from(-2), Cbor::from(x)),
            (Cbor::from(-3), Cbor::from(y)),
        ]);
        let mut data = self.data(options["rp"]["id"].as_str().unwrap(), 0x40);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.credential.len()).unwrap().to_be_bytes());
        data.extend(self.credential);
        data.extend(bytes(&key));
        let attestation = Cbor::Map(vec![
            (Cbor::from("fmt"), Cbor::from("none")),
            (Cbor::from("attStmt"), Cbor::Map(vec![])),
            (Cbor::from("authData"), Cbor::from(data)),
        ]);
        let client_data = client_data("webauthn.create", &options["challenge"], origin);
        let response =
            json!({ "clientDataJSON": encoded(&client_data), "attestationObject": encoded(&bytes(&attestation)), "transports": ["usb"] });
        json!({ "id": encoded(&self.credential), "rawId": encoded(&self.credential), "type": "public-key", "response": response })
    }

    /// What `navigator.credentials.get` would give at this origin.
    pub fn get(&mut self, options: &Value, origin: &str) -> Value {
        self.counter += 1;
        let data = self.data(options["rpId"].as_str().unwrap(), 0);
        let client_data = client_data("webauthn.get", &options["challenge"], origin);
        let message = [data.clone(), sha256(&client_data)].concat();
        let signature = self.key.sign(&SystemRandom::new(), &message).expect("the key signs");
        let response = json!({
            "clientDataJSON": encoded(&client_data), "authenticatorData": encoded(&data), "signature": encoded(signature.as_ref()),
        });
        json!({ "id": encoded(&self.credential), "rawId": encoded(&self.credential), "type": "public-key", "response": response })
    }

    fn data(&self, site: &str, more_flags: u8) -> Vec<u8> {
        let flags = 0x01 | more_flags | if self.verifies { 0x04 } else { 0 };
        [&sha256(site.as_bytes())[..], &[flags], &self.counter.to_be_bytes()].concat()
    }
}

impl Default for Authenticator {
    fn default() -> Self {
        Self::new()
    }
}

/// Adds a passkey to a signed-in account.
pub async fn add_passkey(actor: &Actor, authenticator: &mut Authenticator, origin: &str) -> Value {
    let options = actor.post("/api/me/passkeys/challenge", json!({})).await.expect(201).json;
    let made = authenticator.create(&options["creation"], origin);
    actor.post("/api/me/passkeys", json!({ "name": "会社の鍵", "passkey": made })).await.expect(201).json
}

fn client_data(ceremony: &str, challenge: &Value, origin: &str) -> Vec<u8> {
    json!({ "type": ceremony, "challenge": challenge, "origin": origin, "crossOrigin": false }).to_string().into_bytes()
}

fn bytes(value: &Cbor) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).expect("CBOR can be written");
    bytes
}

fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
