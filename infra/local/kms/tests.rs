#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::os::unix::fs::PermissionsExt;

use aws_sdk_kms::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_kms::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_kms::primitives::Blob;
use aws_sdk_kms::types::{DataKeySpec, KeySpec, KeyUsageType, MessageType, SigningAlgorithmSpec, Tag};
use aws_smithy_http_client::{Builder, tls};

use super::*;
use crate::durable::scratch_directory;

/// A real SDK client that speaks to a local KMS on a loopback port.
async fn client(kms: Arc<LocalKms>) -> aws_sdk_kms::Client {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, kms.router()).await });
    let http = Builder::new().tls_provider(tls::Provider::Rustls(tls::rustls_provider::CryptoMode::AwsLc)).build_https();
    let configuration = aws_sdk_kms::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(REGION))
        .credentials_provider(Credentials::new("local", "local", None, None, "test"))
        .endpoint_url(endpoint)
        .http_client(http)
        .build();
    aws_sdk_kms::Client::from_conf(configuration)
}

fn open(purpose: &str) -> (PathBuf, Arc<LocalKms>) {
    let path = scratch_directory(purpose).join("keys.json");
    let kms = Arc::new(LocalKms::open(&path).unwrap());
    (path, kms)
}

fn code<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> String {
    error.code().unwrap_or("(none)").to_owned()
}

#[tokio::test]
async fn a_data_key_decrypts_after_a_restart_and_only_in_its_context() {
    let (path, kms) = open("kms-data-key");
    let first = client(kms.clone()).await;
    let tag = Tag::builder().tag_key("organization").tag_value("1").build().unwrap();
    let made = first.create_key().description("demo").tags(tag).send().await.unwrap().key_metadata.unwrap();
    let arn = made.arn.unwrap();
    assert!(arn.starts_with("arn:aws:kms:ap-northeast-1:000000000000:key/"));
    let data = first
        .generate_data_key()
        .key_id(&arn)
        .key_spec(DataKeySpec::Aes256)
        .encryption_context("organization", "1")
        .encryption_context("purpose", "field")
        .send()
        .await
        .unwrap();
    let blob = data.ciphertext_blob.unwrap();
    let plaintext = data.plaintext.unwrap();
    assert_eq!(plaintext.as_ref().len(), 32);
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);

    let second = client(Arc::new(LocalKms::open(&path).unwrap())).await;
    let decrypt = || second.decrypt().ciphertext_blob(blob.clone());
    let opened = decrypt().encryption_context("purpose", "field").encryption_context("organization", "1").send().await;
    assert_eq!(opened.unwrap().plaintext.unwrap(), plaintext);
    let other = decrypt().encryption_context("organization", "2").encryption_context("purpose", "field").send().await;
    assert_eq!(code(&other.unwrap_err()), "InvalidCiphertextException");
    let none = decrypt().send().await.unwrap_err().into_service_error();
    assert!(none.is_invalid_ciphertext_exception());
    let tags = second.list_resource_tags().key_id(&arn).send().await.unwrap();
    assert_eq!(tags.tags()[0].tag_value(), "1");
}

#[tokio::test]
async fn any_changed_byte_of_a_blob_is_refused() {
    let (_, kms) = open("kms-tamper");
    let client = client(kms.clone()).await;
    let arn = kms.ensure_alias("alias/fields", KeyUsage::EncryptDecrypt).unwrap();
    let sealed = client.encrypt().key_id("alias/fields").plaintext(Blob::new("secret")).send().await.unwrap();
    assert_eq!(sealed.key_id.as_deref(), Some(arn.as_str()));
    let blob = sealed.ciphertext_blob.unwrap().into_inner();
    for place in 0..blob.len() {
        let mut changed = blob.clone();
        changed[place] ^= 1;
        let refused = client.decrypt().ciphertext_blob(Blob::new(changed)).send().await.unwrap_err();
        assert_eq!(code(&refused), "InvalidCiphertextException", "byte {place}");
    }
    for length in [0, 1, 37, 49, blob.len() - 1] {
        let cut = Blob::new(blob[..length].to_vec());
        let refused = client.decrypt().ciphertext_blob(cut).send().await.unwrap_err();
        assert_eq!(code(&refused), "InvalidCiphertextException", "length {length}");
    }
}

#[tokio::test]
async fn decrypt_checks_the_key_it_is_told() {
    let (_, kms) = open("kms-named-key");
    let client = client(kms.clone()).await;
    let one = kms.ensure_alias("alias/one", KeyUsage::EncryptDecrypt).unwrap();
    let two = kms.ensure_alias("alias/two", KeyUsage::EncryptDecrypt).unwrap();
    let sealed = client.encrypt().key_id(&one).plaintext(Blob::new("secret")).send().await.unwrap();
    let decrypt = |key: &str| client.decrypt().ciphertext_blob(sealed.ciphertext_blob.clone().unwrap()).key_id(key).send();
    assert!(decrypt(&one).await.is_ok());
    assert!(decrypt("arn:aws:kms:ap-northeast-1:000000000000:alias/one").await.is_ok());
    assert_eq!(code(&decrypt(&two).await.unwrap_err()), "IncorrectKeyException");
    assert_eq!(code(&decrypt("alias/three").await.unwrap_err()), "NotFoundException");
}

#[tokio::test]
async fn a_disabled_key_and_one_pending_deletion_do_nothing() {
    let (_, kms) = open("kms-states");
    let client = client(kms.clone()).await;
    let arn = kms.ensure_alias("alias/organization", KeyUsage::EncryptDecrypt).unwrap();
    let sealed = client.encrypt().key_id(&arn).plaintext(Blob::new("secret")).send().await.unwrap();
    let decrypt = || client.decrypt().ciphertext_blob(sealed.ciphertext_blob.clone().unwrap()).send();

    client.disable_key().key_id(&arn).send().await.unwrap();
    assert!(decrypt().await.unwrap_err().into_service_error().is_disabled_exception());
    client.enable_key().key_id(&arn).send().await.unwrap();
    assert!(decrypt().await.is_ok());

    let scheduled = client.schedule_key_deletion().key_id(&arn).pending_window_in_days(7).send().await.unwrap();
    assert!(scheduled.deletion_date.is_some());
    assert!(decrypt().await.unwrap_err().into_service_error().is_kms_invalid_state_exception());
    let enabled = client.enable_key().key_id(&arn).send().await.unwrap_err();
    assert_eq!(code(&enabled), "KMSInvalidStateException");
    let described = client.describe_key().key_id(&arn).send().await.unwrap().key_metadata.unwrap();
    assert_eq!(described.key_state.unwrap().as_str(), "PendingDeletion");
    let short = client.schedule_key_deletion().key_id(&arn).pending_window_in_days(3).send().await.unwrap_err();
    assert_eq!(code(&short), "ValidationException");
}

#[tokio::test]
async fn signatures_verify_as_message_and_as_digest_and_with_the_public_key_alone() {
    let (_, kms) = open("kms-sign");
    let client = client(kms).await;
    let made = client.create_key().key_usage(KeyUsageType::SignVerify).key_spec(KeySpec::EccNistP256).send().await.unwrap();
    let id = made.key_metadata.unwrap().key_id;
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, b"root");
    let sign = |message: &[u8], kind: MessageType| {
        let algorithm = SigningAlgorithmSpec::EcdsaSha256;
        client.sign().key_id(&id).message(Blob::new(message)).message_type(kind).signing_algorithm(algorithm).send()
    };
    let by_digest = sign(digest.as_ref(), MessageType::Digest).await.unwrap().signature.unwrap();
    let by_message = sign(b"root", MessageType::Raw).await.unwrap().signature.unwrap();
    assert_eq!(code(&sign(b"short", MessageType::Digest).await.unwrap_err()), "ValidationException");

    let public = client.get_public_key().key_id(&id).send().await.unwrap().public_key.unwrap();
    let point = &public.as_ref()[public.as_ref().len() - 65..];
    let alone = aws_lc_rs::signature::UnparsedPublicKey::new(&aws_lc_rs::signature::ECDSA_P256_SHA256_ASN1, point);
    for signature in [&by_digest, &by_message] {
        alone.verify(b"root", signature.as_ref()).unwrap();
        let verify = |message: &str| {
            let algorithm = SigningAlgorithmSpec::EcdsaSha256;
            let request = client.verify().key_id(&id).message(Blob::new(message)).signing_algorithm(algorithm);
            request.signature(signature.clone()).send()
        };
        assert!(verify("root").await.unwrap().signature_valid);
        assert!(verify("rood").await.unwrap_err().into_service_error().is_kms_invalid_signature_exception());
    }
    let misused = client.encrypt().key_id(&id).plaintext(Blob::new("x")).send().await.unwrap_err();
    assert_eq!(code(&misused), "InvalidKeyUsageException");
}

#[tokio::test]
async fn aliases_are_unique_listed_and_found_again() {
    let (path, kms) = open("kms-aliases");
    let sdk = client(kms.clone()).await;
    let arn = kms.ensure_alias("alias/seal", KeyUsage::SignVerify).unwrap();
    assert_eq!(LocalKms::open(&path).unwrap().ensure_alias("alias/seal", KeyUsage::SignVerify).unwrap(), arn);
    assert!(kms.ensure_alias("alias/seal", KeyUsage::EncryptDecrypt).is_err());
    sdk.create_alias().alias_name("alias/other").target_key_id(&arn).send().await.unwrap();
    let again = sdk.create_alias().alias_name("alias/other").target_key_id(&arn).send().await.unwrap_err();
    assert_eq!(code(&again), "AlreadyExistsException");
    let bad = sdk.create_alias().alias_name("seal").target_key_id(&arn).send().await.unwrap_err();
    assert_eq!(code(&bad), "InvalidAliasNameException");
    let listed = sdk.list_aliases().key_id(&arn).send().await.unwrap();
    assert_eq!(listed.aliases().len(), 2);
    let unknown = sdk.describe_key().key_id("alias/nothing").send().await.unwrap_err();
    assert!(unknown.into_service_error().is_not_found_exception());
    let rsa = sdk.create_key().key_usage(KeyUsageType::SignVerify).key_spec(KeySpec::Rsa2048).send().await.unwrap_err();
    assert_eq!(code(&rsa), "UnsupportedOperationException");
}

#[tokio::test]
async fn requests_without_a_signature_or_of_an_unknown_action_are_refused() {
    let (_, kms) = open("kms-unsigned");
    let mut headers = HeaderMap::new();
    headers.insert(TARGET, HeaderValue::from_static("TrentService.ListAliases"));
    let unsigned = act(kms.clone(), &headers, Bytes::from_static(b"{}")).await.unwrap_err();
    assert_eq!(unsigned.exception(), "MissingAuthenticationTokenException");
    headers.insert(header::AUTHORIZATION, HeaderValue::from_static("AWS4-HMAC-SHA256 Credential=local"));
    assert!(act(kms.clone(), &headers, Bytes::from_static(b"{}")).await.is_ok());
    let malformed = act(kms.clone(), &headers, Bytes::from_static(b"[")).await.unwrap_err();
    assert_eq!(malformed.exception(), "SerializationException");
    headers.insert(TARGET, HeaderValue::from_static("TrentService.ReplicateKey"));
    let unknown = act(kms, &headers, Bytes::from_static(b"{}")).await.unwrap_err();
    assert_eq!(unknown.exception(), "UnknownOperationException");
}

#[test]
fn a_damaged_key_file_is_an_error_and_not_an_empty_ring() {
    let path = scratch_directory("kms-damaged").join("keys.json");
    std::fs::write(&path, "{\"keys\":{}").unwrap();
    assert!(LocalKms::open(&path).is_err());
}
