//! KMS through its adapter: what is wrapped in one place opens in that place alone.

use shared::adapters::client::Aws;
use shared::adapters::kms::Kms;
use shared::domain::id::{Identifier, OrganizationId, Unique};
use shared::domain::time::in_japan;
use shared::key::Purpose;
use shared::ports::{Context, Keys};

fn organization(number: u8) -> OrganizationId {
    OrganizationId::from_unique(Unique::new(in_japan(chrono::DateTime::UNIX_EPOCH), [number; 10]))
}

fn kms(aws: &Aws) -> Kms {
    Kms::new(aws, "contract".into())
}

/// The contract.
pub async fn contract(aws: &Aws, service_key: &str) {
    let kms = kms(aws);
    let (one, other) = (organization(1), organization(2));
    let key = kms.make_organization_key(one).await.unwrap();
    let another = kms.make_organization_key(other).await.unwrap();
    assert_ne!(key, another);
    assert!(key.starts_with("arn:aws:kms:ap-northeast-1:"), "{key}");
    let tags = aws.kms().list_resource_tags().key_id(&key).send().await;
    // The local cloud serves only the actions that the product uses.
    if let Ok(tags) = tags {
        let mut tags: Vec<(String, String)> = tags.tags().iter().map(|tag| (tag.tag_key.clone(), tag.tag_value.clone())).collect();
        tags.sort();
        assert_eq!(tags, [("application".into(), "contract".into()), ("organization".into(), one.to_string())]);
    }

    let place = Context::Organization(one, Purpose::Data);
    let (clear, wrapped) = kms.generate(&key, place).await.unwrap();
    let (second, second_wrapped) = kms.generate(&key, place).await.unwrap();
    assert_eq!((clear.len(), clear == second, wrapped == second_wrapped), (32, false, false));
    assert!(!wrapped.windows(32).any(|window| window == clear.as_slice()), "a wrapped key shows itself");
    assert_eq!(kms.unwrap(&key, place, &wrapped).await.unwrap(), clear);
    for wrong in [Context::Organization(other, Purpose::Data), Context::Organization(one, Purpose::Index), Context::Service("token")] {
        assert!(kms.unwrap(&key, wrong, &wrapped).await.is_err(), "{wrong:?} opens what is another's");
    }

    let secret = b"a private key in PKCS#8, in reality".as_slice();
    let wrapped = kms.wrap(service_key, Context::Service("token"), secret).await.unwrap();
    assert_eq!(kms.unwrap(service_key, Context::Service("token"), &wrapped).await.unwrap().as_slice(), secret);
    assert!(kms.unwrap(service_key, Context::Service("mail_address"), &wrapped).await.is_err());
    assert!(kms.generate("alias/there-is-none", place).await.is_err());
}

/// A key opens what was wrapped under it, and nothing else.
pub async fn only_its_own_key_opens_it(aws: &Aws, service_key: &str) {
    let kms = kms(aws);
    let another = kms.make_organization_key(organization(3)).await.unwrap();
    let wrapped = kms.wrap(service_key, Context::Service("token"), b"secret").await.unwrap();
    assert!(kms.unwrap(&another, Context::Service("token"), &wrapped).await.is_err());
}

/// A wrapped key of which one bit was changed doesn't open.
pub async fn tampering_is_noticed(aws: &Aws, service_key: &str) {
    let kms = kms(aws);
    let wrapped = kms.wrap(service_key, Context::Service("token"), b"secret").await.unwrap();
    for place in 0..wrapped.len() {
        let mut changed = wrapped.clone();
        changed[place] ^= 1;
        assert!(kms.unwrap(service_key, Context::Service("token"), &changed).await.is_err(), "byte {place}");
    }
}
