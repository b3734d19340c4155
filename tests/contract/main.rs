//! What the edges to AWS promise, against the emulators that tests and the local cloud run on and against a second one
//! that somebody else wrote: what both agree on is a promise of AWS rather than a habit of ours.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod backups;
mod documents;
mod keys;
mod mail;
mod ministack;
mod store;

use aws_sdk_s3::types::{BucketLocationConstraint, CreateBucketConfiguration};
use ministack::Ministack;
use shared::adapters::client::MailRegion;
use shared::adapters::dynamodb::DynamoDb;
use tests::TestCloud;

const DATA: &str = "contract-data";
const KEYS: &str = "contract-keys";

async fn table(aws: &shared::adapters::client::Aws) -> DynamoDb {
    local::store::make_tables(&aws.dynamodb(), DATA, KEYS).await.unwrap();
    DynamoDb::new(aws.dynamodb(), DATA.into(), KEYS.into())
}

#[tokio::test]
async fn the_embedded_store_keeps_the_contract() {
    let cloud = TestCloud::start().await;
    store::contract(&table(&cloud.aws()).await).await;
}

#[tokio::test]
async fn ministacks_store_keeps_the_contract() {
    let ministack = Ministack::start().await;
    store::contract(&table(&ministack.aws()).await).await;
}

#[tokio::test]
async fn local_backups_keep_the_contract() {
    let cloud = TestCloud::start().await;
    backups::contract(&cloud.aws(), &table(&cloud.aws()).await).await;
}

#[tokio::test]
async fn ministacks_backups_keep_the_contract() {
    let ministack = Ministack::start().await;
    backups::contract(&ministack.aws(), &table(&ministack.aws()).await).await;
}

#[tokio::test]
async fn local_keys_keep_the_contract() {
    let cloud = TestCloud::start().await;
    let service_key = &cloud.cloud.world.settings.service_key;
    keys::contract(&cloud.aws(), service_key).await;
    keys::only_its_own_key_opens_it(&cloud.aws(), service_key).await;
    keys::tampering_is_noticed(&cloud.aws(), service_key).await;
}

#[tokio::test]
async fn ministacks_keys_keep_the_contract() {
    let ministack = Ministack::start().await;
    let made = ministack.aws().kms().create_key().send().await.unwrap();
    // Its Encrypt has no integrity and its Decrypt looks at no key's name: neither is tried here.
    keys::contract(&ministack.aws(), made.key_metadata.unwrap().key_id()).await;
}

#[tokio::test]
async fn local_documents_keep_the_contract() {
    documents::contract(&TestCloud::start().await.aws()).await;
}

#[tokio::test]
async fn ministacks_documents_keep_the_contract() {
    let ministack = Ministack::start().await;
    let japan = CreateBucketConfiguration::builder().location_constraint(BucketLocationConstraint::ApNortheast1).build();
    let made = ministack.aws().s3().create_bucket().bucket("documents").create_bucket_configuration(japan).send().await;
    assert!(made.is_ok(), "{made:?}");
    documents::contract(&ministack.aws()).await;
}

#[tokio::test]
async fn local_mail_arrives_as_it_was_written() {
    let cloud = TestCloud::start().await;
    mail::send(&cloud.aws()).await;
    let sent = cloud.cloud.mailbox.list().unwrap().into_iter().find(|mail| mail.recipients == [mail::TO]).unwrap();
    mail::check(&sent.subject, &sent.text.unwrap(), &sent.html.unwrap());
}

#[tokio::test]
async fn mail_arrives_at_ministack_as_it_was_written() {
    let ministack = Ministack::start().await;
    let identity = ministack.aws().ses(MailRegion::Tokyo).verify_email_identity().email_address(mail::FROM_ADDRESS).send().await;
    assert!(identity.is_ok(), "{identity:?}");
    mail::send(&ministack.aws()).await;
    let sent = ministack.mail().await;
    mail::check(sent["Subject"].as_str().unwrap(), sent["BodyText"].as_str().unwrap(), sent["BodyHtml"].as_str().unwrap());
    // SES takes no Japanese name in the envelope.
    assert_eq!((&sent["Source"], &sent["To"]), (&serde_json::json!(mail::FROM_ADDRESS), &serde_json::json!([mail::TO])));
}
