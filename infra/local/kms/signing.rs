//! Signatures: ECDSA over P-256 with SHA-256, in DER as KMS gives them.

use aws_lc_rs::digest::{Digest, SHA256};
use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, EcdsaKeyPair, KeyPair, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};

use super::LocalKms;
use super::actions::{Blob, OneKey};
use super::key_ring::{Key, KeyUsage};
use super::refusal::Refusal;

/// The one algorithm these keys sign with.
pub const ALGORITHM: &str = "ECDSA_SHA_256";

const LARGEST_MESSAGE: usize = 4096;

#[derive(Deserialize, Clone, Copy, Default, PartialEq, Eq)]
#[serde(rename_all = "UPPERCASE")]
enum MessageType {
    #[default]
    Raw,
    Digest,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Sign {
    key_id: String,
    message: Blob,
    #[serde(default)]
    message_type: MessageType,
    signing_algorithm: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Verify {
    #[serde(flatten)]
    signed: Sign,
    signature: Blob,
}

impl Sign {
    fn key(&self, kms: &LocalKms) -> Result<Key, Refusal> {
        if self.message.0.is_empty() || self.message.0.len() > LARGEST_MESSAGE {
            return Err(Refusal::invalid("Message must have from 1 to 4096 bytes"));
        }
        let key = kms.key(&self.key_id)?;
        key.usable_for(KeyUsage::SignVerify)?;
        if self.signing_algorithm == ALGORITHM { Ok(key) } else { Err(Refusal::wrong_usage(&key.arn())) }
    }

    fn digest(&self) -> Result<Digest, Refusal> {
        Digest::import_less_safe(&self.message.0, &SHA256)
            .map_err(|_| Refusal::invalid("Digest is invalid length for algorithm ECDSA_SHA_256"))
    }
}

pub fn sign(kms: &LocalKms, request: &Sign) -> Result<Value, Refusal> {
    let key = request.key(kms)?;
    let pair = key.key_pair()?;
    let signature = match request.message_type {
        MessageType::Raw => pair.sign(&SystemRandom::new(), &request.message.0),
        MessageType::Digest => pair.sign_digest(&request.digest()?),
    };
    let signature = signature.map_err(|_| Refusal::internal("signing failed"))?;
    Ok(json!({ "KeyId": key.arn(), "Signature": STANDARD.encode(signature), "SigningAlgorithm": ALGORITHM }))
}

pub fn verify(kms: &LocalKms, request: &Verify) -> Result<Value, Refusal> {
    let key = request.signed.key(kms)?;
    let pair = key.key_pair()?;
    let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, pair.public_key());
    let verified = match request.signed.message_type {
        MessageType::Raw => public.verify(&request.signed.message.0, &request.signature.0),
        MessageType::Digest => public.verify_digest(&request.signed.digest()?, &request.signature.0),
    };
    verified.map_err(|_| Refusal::invalid_signature())?;
    Ok(json!({ "KeyId": key.arn(), "SignatureValid": true, "SigningAlgorithm": ALGORITHM }))
}

pub fn get_public_key(kms: &LocalKms, request: &OneKey) -> Result<Value, Refusal> {
    let key = kms.key(&request.key_id)?;
    let pair = key.usable_for(KeyUsage::SignVerify)?.key_pair()?;
    Ok(json!({
        "KeyId": key.arn(), "PublicKey": STANDARD.encode(subject_public_key_info(&pair)?), "KeySpec": "ECC_NIST_P256",
        "CustomerMasterKeySpec": "ECC_NIST_P256", "KeyUsage": key.usage, "SigningAlgorithms": [ALGORITHM],
    }))
}

fn subject_public_key_info(pair: &EcdsaKeyPair) -> Result<Vec<u8>, Refusal> {
    let encoded: PublicKeyX509Der<'_> = pair.public_key().as_der().map_err(|_| Refusal::internal("the public key can't be encoded"))?;
    Ok(encoded.as_ref().to_vec())
}
