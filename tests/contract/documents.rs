//! S3 as the product uses it, on the local cloud's and on ministack's.

use shared::adapters::client::Aws;
use shared::adapters::s3::{Buckets, S3};
use shared::ports::{Bucket, Documents};

/// What must hold wherever documents lie.
pub async fn contract(aws: &Aws) {
    let buckets = Buckets { documents: "documents".into(), records: "records".into(), truststore: "truststore".into() };
    let s3 = S3::new(aws, buckets);
    let names: Vec<String> = ["org_1/a.csv", "org_1/b c.csv", "org_2/a.csv"].map(str::to_owned).to_vec();
    for name in &names {
        s3.put(Bucket::Documents, name, "text/csv", format!("見出し,{name}").into_bytes()).await.unwrap();
    }
    assert_eq!(s3.list(Bucket::Documents, "org_1/", None).await.unwrap(), names[..2]);
    assert_eq!(s3.list(Bucket::Documents, "org_1/", Some("org_1/a.csv")).await.unwrap(), names[1..2]);
    let read = s3.get(Bucket::Documents, "org_1/b c.csv").await.unwrap().unwrap();
    assert_eq!(String::from_utf8(read).unwrap(), "見出し,org_1/b c.csv");
    assert_eq!(s3.get(Bucket::Documents, "org_1/none").await.unwrap(), None);

    let link = s3.link(Bucket::Documents, "org_1/a.csv", "timeline.csv", 60).await.unwrap();
    let reply = tests::support::cloud::client().get(&link).send().await.unwrap();
    assert!(reply.headers()["content-disposition"].to_str().unwrap().contains("timeline.csv"));
    assert_eq!(reply.text().await.unwrap(), "見出し,org_1/a.csv");

    s3.put(Bucket::Documents, "org_1/a.csv", "text/csv", b"new".to_vec()).await.unwrap();
    assert_eq!(s3.get(Bucket::Documents, "org_1/a.csv").await.unwrap().unwrap(), b"new");
    s3.delete(Bucket::Documents, &names[..2]).await.unwrap();
    // Once more: gone already is no error.
    s3.delete(Bucket::Documents, &names[..2]).await.unwrap();
    assert_eq!(s3.list(Bucket::Documents, "", None).await.unwrap(), names[2..]);
}
