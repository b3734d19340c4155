#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::PathBuf;

use aws_sdk_ses::config::retry::RetryConfig;
use aws_sdk_ses::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_ses::error::ProvideErrorMetadata;
use aws_sdk_ses::primitives::Blob;
use aws_sdk_ses::types::RawMessage;
use aws_smithy_http_client::{Builder, tls};
use mail_builder::MessageBuilder;

use super::*;
use crate::durable::scratch_directory;

async fn client(mail: Arc<LocalMail>) -> aws_sdk_ses::Client {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, mail.router()).await });
    let provider = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::AwsLc);
    let configuration = aws_sdk_ses::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("ap-northeast-1"))
        .credentials_provider(Credentials::new("local", "local", None, None, "test"))
        .endpoint_url(endpoint)
        .http_client(Builder::new().tls_provider(provider).build_https())
        .retry_config(RetryConfig::disabled())
        .build();
    aws_sdk_ses::Client::from_conf(configuration)
}

fn open(purpose: &str) -> (PathBuf, Arc<LocalMail>) {
    let directory = scratch_directory(purpose);
    let mail = LocalMail::new(Arc::new(Mailbox::open(&directory).unwrap()));
    (directory, Arc::new(mail))
}

fn invitation(to: &str) -> Vec<u8> {
    MessageBuilder::new()
        .from(("ペット保険", "claims@insurer.example"))
        .to(to)
        .subject("招待のお知らせ <Invitation>")
        .message_id("invitation-1@insurer.example")
        .text_body("登録はこちら:https://localhost/invite?token=a&b=<1>\n")
        .html_body("<p>登録は<a href=\"https://localhost/invite\">こちら</a></p><script>alert(1)</script>")
        .attachment("application/pdf", "案内.pdf", &b"%PDF-"[..])
        .write_to_vec()
        .unwrap()
}

async fn send(client: &aws_sdk_ses::Client, raw: &[u8]) -> Result<String, aws_sdk_ses::Error> {
    let message = RawMessage::builder().data(Blob::new(raw)).build().unwrap();
    Ok(client.send_raw_email().raw_message(message).send().await?.message_id)
}

#[tokio::test]
async fn what_the_sdk_sends_is_read_as_its_recipient_would() {
    let (directory, mail) = open("mail-send");
    let client = client(mail.clone()).await;
    let first = send(&client, &invitation("clerk@demo.example")).await.unwrap();
    let second = send(&client, &invitation("viewer@demo.example")).await.unwrap();
    let again = Mailbox::open(directory).unwrap();
    let listed: Vec<String> = again.list().unwrap().into_iter().map(|mail| mail.id).collect();
    assert_eq!(listed, [second, first.clone()]);
    let read = mail.mailbox().get(&first).unwrap().unwrap();
    assert_eq!(read.subject, "招待のお知らせ <Invitation>");
    assert_eq!(read.from, "ペット保険 <claims@insurer.example>");
    assert_eq!(read.recipients, ["clerk@demo.example"]);
    assert_eq!(read.message_id.as_deref(), Some("invitation-1@insurer.example"));
    assert!(read.text.unwrap().contains("https://localhost/invite?token=a&b=<1>"));
    assert!(read.html.unwrap().starts_with("<p>登録は"));
    assert_eq!(read.attachments[0].name, "案内.pdf");
    assert!(read.date.unwrap().ends_with("+09:00") && read.received_at.ends_with("+09:00"));
    assert_eq!(mail.mailbox().get("../mail").unwrap(), None);
}

#[tokio::test]
async fn faults_reach_the_sdk_as_ses_words_them() {
    let (_, mail) = open("mail-faults");
    let client = client(mail.clone()).await;
    let raw = invitation("clerk@demo.example");
    let cases = [
        (MailFault::Throttling, "Throttling", 0),
        (MailFault::Unavailable, "ServiceUnavailable", 0),
        (MailFault::MessageRejected, "MessageRejected", 0),
        (MailFault::LostReply, "ServiceUnavailable", 1),
    ];
    for (fault, code, kept) in cases {
        mail.set_fault(Some(fault));
        assert_eq!(send(&client, &raw).await.unwrap_err().code(), Some(code));
        assert_eq!(mail.mailbox().list().unwrap().len(), kept, "{fault:?}");
    }
    mail.set_fault(None);
    send(&client, &raw).await.unwrap();
    let nobody = send(&client, b"From: a@insurer.example\r\nSubject: x\r\n\r\nbody").await.unwrap_err();
    assert_eq!(nobody.code(), Some("InvalidParameterValue"));
    let other = client.get_send_quota().send().await.unwrap_err();
    assert_eq!(other.code(), Some("InvalidAction"));
}

#[test]
fn the_oldest_mail_makes_room() {
    let mailbox = Mailbox::open(scratch_directory("mail-bound")).unwrap().holding(3);
    let envelope = mailbox::Envelope::default();
    let raw = invitation("clerk@demo.example");
    let ids: Vec<String> = (0..5).map(|_| mailbox.store(&envelope, &raw).unwrap().unwrap()).collect();
    let kept: Vec<String> = mailbox.list().unwrap().into_iter().map(|mail| mail.id).collect();
    assert_eq!(kept, [ids[4].clone(), ids[3].clone(), ids[2].clone()]);
}

async fn fetch(mailbox: &Arc<Mailbox>, path: &str) -> (StatusCode, String) {
    use http_body_util::BodyExt;
    use hyper::service::Service;
    let service = hyper_util::service::TowerToHyperService::new(page_router(mailbox.clone()));
    let request = http::Request::builder().uri(path).body(axum::body::Body::empty()).unwrap();
    let response = service.call(request).await.unwrap();
    let status = response.status();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(bytes.to_vec()).unwrap())
}

#[tokio::test]
async fn the_pages_escape_what_they_show() {
    let mailbox = Arc::new(Mailbox::open(scratch_directory("mail-page")).unwrap());
    let (status, empty) = fetch(&mailbox, "/local/mail").await;
    assert_eq!(status, 200);
    assert!(empty.contains("メールはまだありません") && empty.contains("No mail yet"));
    let envelope = mailbox::Envelope { source: None, destinations: vec!["Clerk@demo.example".to_owned()] };
    let id = mailbox.store(&envelope, &invitation("clerk@demo.example")).unwrap().unwrap();

    let (_, list) = fetch(&mailbox, "/local/mail?refresh=on").await;
    assert!(list.contains("招待のお知らせ &lt;Invitation&gt;") && list.contains("http-equiv=\"refresh\""));
    let (_, one) = fetch(&mailbox, &format!("/local/mail/{id}")).await;
    assert!(one.contains("<a href=\"https://localhost/invite?token=a&amp;b=\""), "{one}");
    assert!(one.contains("srcdoc=\"&lt;base target=&quot;_blank&quot;&gt;&lt;p&gt;登録は"));
    assert!(!one.contains("<script>"));

    let (_, json) = fetch(&mailbox, "/local/mail.json?to=clerk@demo.example").await;
    let listed: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(listed[0]["id"], id);
    let (_, other) = fetch(&mailbox, "/local/mail.json?to=viewer@demo.example").await;
    assert_eq!(other, "[]");
    let (_, single) = fetch(&mailbox, &format!("/local/mail/{id}.json")).await;
    assert_eq!(serde_json::from_str::<serde_json::Value>(&single).unwrap()["subject"], "招待のお知らせ <Invitation>");
    let (_, source) = fetch(&mailbox, &format!("/local/mail/{id}.eml")).await;
    assert!(source.contains("Message-ID: <invitation-1@insurer.example>"));
    for path in ["/local/mail/0000", "/local/mail/..%2Fkeys.json", "/local/mail/0000.json"] {
        assert_eq!(fetch(&mailbox, path).await.0, 404, "{path}");
    }
}
