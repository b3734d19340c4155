//! A mail in Japanese, as its reader finds it.

use mail_parser::MessageParser;
use shared::adapters::client::{Aws, MailRegion};
use shared::adapters::ses::{self, Ses};
use shared::domain::time::in_japan;
use shared::ports::{Mail, Mailer};

/// The recipient.
pub const TO: &str = "hanako@contract.example";
/// The address of the sender.
pub const FROM_ADDRESS: &str = "no-reply@contract.example";
const FROM: &str = "ペット保険業務 <no-reply@contract.example>";
const SUBJECT: &str = "【重要】パスワード再設定のご案内（有効期限は30分です）と、折り返されるほど長い件名の続き";
const MESSAGE_ID: &str = "mal_01ARZ3NDEKTSV4RRFFQ69G5FAV@contract.example";

fn text() -> String {
    format!("佐藤 花子 様\n\n次のリンクから設定してください。\nhttps://app.example/password#token={}\n.\n以上", "x".repeat(120))
}

fn html() -> String {
    format!("<p>佐藤 花子 様</p><p><a href=\"https://app.example/password#token={}\">設定する</a> & 髙橋・﨑</p>", "x".repeat(120))
}

fn mail() -> Mail {
    Mail { to: TO.into(), subject: SUBJECT.into(), text: text(), html: html(), message_id: MESSAGE_ID.into() }
}

/// Sends it.
pub async fn send(aws: &Aws) {
    Ses::new(aws, MailRegion::Tokyo, FROM.into()).send(&mail(), in_japan(chrono::Utc::now())).await.unwrap();
}

/// A subject and two parts are those that were sent.
pub fn check(subject: &str, text_part: &str, html_part: &str) {
    assert_eq!(subject, SUBJECT);
    assert_eq!(text_part.replace("\r\n", "\n").trim_end(), text());
    assert_eq!(html_part.replace("\r\n", "\n").trim_end(), html());
}

/// The mail as it goes over the wire: all of it is ASCII, so that no server on its way can break it.
#[test]
fn the_message_survives_any_server() {
    let now = in_japan(chrono::DateTime::parse_from_rfc3339("2026-03-31T20:00:00Z").unwrap().to_utc());
    let raw = ses::message(&mail(), FROM, now).unwrap();
    assert!(raw.is_ascii());
    assert!(raw.split(|byte| *byte == b'\n').all(|line| line.len() <= 998 + 1), "RFC 5322, 2.1.1");
    let read = MessageParser::default().parse(&raw).unwrap();
    check(read.subject().unwrap(), &read.body_text(0).unwrap(), &read.body_html(0).unwrap());
    let from = read.from().and_then(|from| from.first()).unwrap();
    assert_eq!((from.name(), from.address()), (Some("ペット保険業務"), Some(FROM_ADDRESS)));
    assert_eq!(read.to().and_then(|to| to.first()).unwrap().address(), Some(TO));
    assert_eq!(read.message_id(), Some(MESSAGE_ID));
    assert_eq!(read.date().map(mail_parser::DateTime::to_rfc3339), Some("2026-04-01T05:00:00+09:00".into()));
}
