//! The actions: what each takes and answers, as the KMS API reference says.

use std::collections::BTreeMap;

use aws_lc_rs::rand::fill;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::envelope::{self, EncryptionContext};
use super::key_ring::{Key, KeyState, KeyUsage};
use super::refusal::Refusal;
use super::{ACCOUNT, LocalKms, REGION, signing};

type Answer = Result<Value, Refusal>;

const LARGEST_PLAINTEXT: usize = 4096;
const LARGEST_DATA_KEY: usize = 1024;
const SECONDS_PER_DAY: i64 = 86_400;

/// Does what an `X-Amz-Target` names.
pub fn perform(kms: &LocalKms, action: &str, body: &[u8]) -> Answer {
    match action {
        "CreateKey" => create_key(kms, read(body)?),
        "DescribeKey" => describe_key(kms, &read(body)?),
        "ListResourceTags" => list_resource_tags(kms, &read(body)?),
        "EnableKey" => set_state(kms, &read(body)?, KeyState::Enabled),
        "DisableKey" => set_state(kms, &read(body)?, KeyState::Disabled),
        "ScheduleKeyDeletion" => schedule_key_deletion(kms, &read(body)?),
        "CreateAlias" => create_alias(kms, &read(body)?),
        "ListAliases" => list_aliases(kms, &read(body)?),
        "Encrypt" => encrypt(kms, &read(body)?),
        "Decrypt" => decrypt(kms, &read(body)?),
        "GenerateDataKey" => generate_data_key(kms, &read(body)?),
        "Sign" => signing::sign(kms, &read(body)?),
        "Verify" => signing::verify(kms, &read(body)?),
        "GetPublicKey" => signing::get_public_key(kms, &read(body)?),
        _ => Err(Refusal::unknown_operation()),
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    // The position is enough to find the fault; the text itself could quote a plaintext.
    serde_json::from_slice(body).map_err(|error| Refusal::unreadable(format!("the request is malformed at column {}", error.column())))
}

/// Bytes that travel as base64.
#[derive(Default)]
pub struct Blob(pub Zeroizing<Vec<u8>>);

impl<'de> Deserialize<'de> for Blob {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        let bytes = STANDARD.decode(text.as_bytes()).map_err(|_| serde::de::Error::custom("not base64"))?;
        Ok(Self(Zeroizing::new(bytes)))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct OneKey {
    pub key_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Tag {
    tag_key: String,
    tag_value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct CreateKey {
    key_usage: KeyUsage,
    key_spec: Option<String>,
    description: String,
    tags: Vec<Tag>,
}

impl Default for CreateKey {
    fn default() -> Self {
        Self { key_usage: KeyUsage::EncryptDecrypt, key_spec: None, description: String::new(), tags: Vec::new() }
    }
}

fn create_key(kms: &LocalKms, request: CreateKey) -> Answer {
    match (request.key_usage, request.key_spec.as_deref()) {
        (KeyUsage::EncryptDecrypt, None | Some("SYMMETRIC_DEFAULT")) | (KeyUsage::SignVerify, Some("ECC_NIST_P256")) => {}
        (usage, spec) => {
            return Err(Refusal::unsupported(format!("no local key of kind {} for {usage:?}", spec.unwrap_or("(none)"))));
        }
    }
    let tags = request.tags.into_iter().map(|tag| (tag.tag_key, tag.tag_value)).collect();
    let arn = kms.create_key(request.key_usage, &request.description, tags)?;
    Ok(json!({ "KeyMetadata": metadata(&kms.key(&arn)?) }))
}

fn describe_key(kms: &LocalKms, request: &OneKey) -> Answer {
    Ok(json!({ "KeyMetadata": metadata(&kms.key(&request.key_id)?) }))
}

fn metadata(key: &Key) -> Value {
    let (specification, algorithms, names) = match key.usage {
        KeyUsage::EncryptDecrypt => ("SYMMETRIC_DEFAULT", "EncryptionAlgorithms", json!(["SYMMETRIC_DEFAULT"])),
        KeyUsage::SignVerify => ("ECC_NIST_P256", "SigningAlgorithms", json!([signing::ALGORITHM])),
    };
    let mut metadata = json!({
        "AWSAccountId": ACCOUNT, "KeyId": key.id, "Arn": key.arn(), "CreationDate": key.created,
        "Description": key.description, "Enabled": key.state == KeyState::Enabled, "KeyUsage": key.usage,
        "KeyState": state_name(key.state), "Origin": "AWS_KMS", "KeyManager": "CUSTOMER", "MultiRegion": false,
        "KeySpec": specification, "CustomerMasterKeySpec": specification,
    });
    metadata[algorithms] = names;
    if let KeyState::PendingDeletion(at) = key.state {
        metadata["DeletionDate"] = json!(at);
    }
    metadata
}

fn state_name(state: KeyState) -> &'static str {
    match state {
        KeyState::Enabled => "Enabled",
        KeyState::Disabled => "Disabled",
        KeyState::PendingDeletion(_) => "PendingDeletion",
    }
}

fn list_resource_tags(kms: &LocalKms, request: &OneKey) -> Answer {
    let key = kms.key(&request.key_id)?;
    let tags: Vec<Value> = key.tags.iter().map(|(name, value)| json!({ "TagKey": name, "TagValue": value })).collect();
    Ok(json!({ "Tags": tags, "Truncated": false }))
}

fn set_state(kms: &LocalKms, request: &OneKey, state: KeyState) -> Answer {
    kms.change(|ring, now| {
        ring.find_mut(&request.key_id, now)?.staying()?.state = state;
        Ok(json!({}))
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ScheduleKeyDeletion {
    key_id: String,
    pending_window_in_days: Option<i64>,
}

fn schedule_key_deletion(kms: &LocalKms, request: &ScheduleKeyDeletion) -> Answer {
    let days = request.pending_window_in_days.unwrap_or(30);
    if !(7..=30).contains(&days) {
        return Err(Refusal::invalid("PendingWindowInDays must be from 7 to 30"));
    }
    kms.change(|ring, now| {
        let at = now + days * SECONDS_PER_DAY;
        let key = ring.find_mut(&request.key_id, now)?.staying()?;
        key.state = KeyState::PendingDeletion(at);
        Ok(json!({
            "KeyId": key.arn(), "DeletionDate": at, "KeyState": "PendingDeletion", "PendingWindowInDays": days,
        }))
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CreateAlias {
    alias_name: String,
    target_key_id: String,
}

fn create_alias(kms: &LocalKms, request: &CreateAlias) -> Answer {
    check_alias_name(&request.alias_name)?;
    if request.target_key_id.contains("alias/") {
        return Err(Refusal::invalid("an alias can't stand for an alias"));
    }
    kms.change(|ring, now| {
        if ring.aliases.contains_key(&request.alias_name) {
            return Err(Refusal::alias_exists(&alias_arn(&request.alias_name)));
        }
        let id = ring.find_mut(&request.target_key_id, now)?.staying()?.id.clone();
        ring.aliases.insert(request.alias_name.clone(), id);
        Ok(json!({}))
    })
}

/// Refuses a name that KMS would.
pub fn check_alias_name(name: &str) -> Result<(), Refusal> {
    let rest = name.strip_prefix("alias/").ok_or_else(|| Refusal::alias_name("Alias must start with the prefix \"alias/\""))?;
    if rest.starts_with("aws/") {
        return Err(Refusal::alias_name("alias/aws/ is AWS's own"));
    }
    let allowed = |character: char| character.is_ascii_alphanumeric() || "/_-".contains(character);
    if rest.is_empty() || name.len() > 256 || !rest.chars().all(allowed) {
        return Err(Refusal::invalid("alias names have up to 256 letters, digits, slashes, underscores and hyphens"));
    }
    Ok(())
}

fn alias_arn(name: &str) -> String {
    format!("arn:aws:kms:{REGION}:{ACCOUNT}:{name}")
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListAliases {
    key_id: Option<String>,
}

fn list_aliases(kms: &LocalKms, request: &ListAliases) -> Answer {
    let wanted = request.key_id.as_deref().map(|name| kms.key(name)).transpose()?.map(|key| key.id);
    let aliases: Vec<Value> = kms
        .ring()
        .aliases
        .iter()
        .filter(|(_, id)| wanted.as_ref().is_none_or(|wanted| wanted == *id))
        .map(|(name, id)| json!({ "AliasName": name, "AliasArn": alias_arn(name), "TargetKeyId": id }))
        .collect();
    Ok(json!({ "Aliases": aliases, "Truncated": false }))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Encrypt {
    key_id: String,
    plaintext: Blob,
    #[serde(default)]
    encryption_context: EncryptionContext,
}

fn encrypt(kms: &LocalKms, request: &Encrypt) -> Answer {
    let plaintext = &request.plaintext.0;
    if plaintext.is_empty() || plaintext.len() > LARGEST_PLAINTEXT {
        return Err(Refusal::invalid("Plaintext must have from 1 to 4096 bytes"));
    }
    let key = kms.key(&request.key_id)?;
    let blob = envelope::seal(key.usable_for(KeyUsage::EncryptDecrypt)?, &request.encryption_context, plaintext)?;
    Ok(json!({
        "CiphertextBlob": STANDARD.encode(blob), "KeyId": key.arn(), "EncryptionAlgorithm": "SYMMETRIC_DEFAULT",
    }))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Decrypt {
    ciphertext_blob: Blob,
    key_id: Option<String>,
    #[serde(default)]
    encryption_context: EncryptionContext,
}

fn decrypt(kms: &LocalKms, request: &Decrypt) -> Answer {
    let blob = &request.ciphertext_blob.0;
    let named = request.key_id.as_deref().map(|name| kms.key(name)).transpose()?;
    let id = envelope::key_id(blob).ok_or_else(Refusal::invalid_ciphertext)?;
    if named.is_some_and(|named| named.id != id) {
        return Err(Refusal::incorrect_key());
    }
    // A blob that names a key nobody has can't be told from a forged one.
    let key = kms.key(id).map_err(|_| Refusal::invalid_ciphertext())?;
    let plaintext = envelope::open(key.usable_for(KeyUsage::EncryptDecrypt)?, &request.encryption_context, blob)?;
    Ok(json!({
        "Plaintext": STANDARD.encode(&*plaintext), "KeyId": key.arn(), "EncryptionAlgorithm": "SYMMETRIC_DEFAULT",
    }))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct GenerateDataKey {
    key_id: String,
    key_spec: Option<String>,
    number_of_bytes: Option<usize>,
    #[serde(default)]
    encryption_context: BTreeMap<String, String>,
}

fn generate_data_key(kms: &LocalKms, request: &GenerateDataKey) -> Answer {
    let length = match (request.key_spec.as_deref(), request.number_of_bytes) {
        (Some("AES_256"), None) => 32,
        (Some("AES_128"), None) => 16,
        (None, Some(length)) if (1..=LARGEST_DATA_KEY).contains(&length) => length,
        _ => return Err(Refusal::invalid("give either KeySpec or NumberOfBytes (1 to 1024)")),
    };
    let key = kms.key(&request.key_id)?;
    let usable = key.usable_for(KeyUsage::EncryptDecrypt)?;
    let mut data_key = Zeroizing::new(vec![0; length]);
    fill(&mut data_key).map_err(|_| Refusal::internal("the system gave no random bytes"))?;
    let blob = envelope::seal(usable, &request.encryption_context, &data_key)?;
    Ok(json!({
        "Plaintext": STANDARD.encode(&*data_key), "CiphertextBlob": STANDARD.encode(blob), "KeyId": key.arn(),
    }))
}
