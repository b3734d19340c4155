//! Amazon SNS: what SES publishes of bounces and complaints, as Lambda hands it over.

use crate::domain::id::MailId;
use crate::domain::mail_address::MailAddress;
use crate::domain::mail_event::{MailEvent, MailEventKind, mail_of};
use crate::domain::time::{Timestamp, in_japan};
use crate::endpoint::{Listener, ListenerRoute};
use crate::error::{Error, Result};
use crate::job::Outcome;
use crate::world::World;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// Starts the function of a listener.
///
/// # Errors
/// What is missing in the environment, or what stopped it: Lambda then tries it again.
pub async fn start_listener<L: Listener>() -> std::result::Result<(), lambda_runtime::Error> {
    crate::log::start();
    let world = Arc::new(super::lambda::world_from_environment(const { L::SPEC.grants }, false)?);
    lambda_runtime::run(lambda_runtime::service_fn(move |event: lambda_runtime::LambdaEvent<Value>| {
        let world = Arc::clone(&world);
        async move {
            let stopped = |error: Error| lambda_runtime::Error::from(format!("{}: {}", error.code(), error.cause().unwrap_or_default()));
            let events = mail_events(&event.payload).map_err(stopped)?;
            Ok::<Value, lambda_runtime::Error>(json!(crate::job::hear::<L>(&world, &events).await.map_err(stopped)?))
        }
    }))
    .await
}

/// Hands a message of SNS to a listener.
///
/// # Errors
/// Where it can't be read, or what stopped the listener.
pub async fn hear(route: &ListenerRoute, world: &World, payload: &Value) -> Result<Outcome> {
    (route.call)(world, &mail_events(payload)?).await
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Delivery {
    records: Vec<Record>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Record {
    sns: Notification,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Notification {
    message: String,
}

// `eventType` where a configuration set publishes, `notificationType` where an identity does.
#[derive(Deserialize)]
struct Published {
    #[serde(alias = "notificationType", rename = "eventType")]
    kind: String,
    bounce: Option<Bounce>,
    complaint: Option<Complaint>,
    #[serde(default)]
    mail: Sent,
}

// The mail as it was handed over, with the headers that it had then.
#[derive(Default, Deserialize)]
struct Sent {
    #[serde(default)]
    headers: Vec<Header>,
}

#[derive(Deserialize)]
struct Header {
    name: String,
    value: String,
}

impl Sent {
    // Ours stands in the headers; SES gives the mail another one on its way.
    fn id(&self) -> Option<MailId> {
        let header = self.headers.iter().find(|header| header.name.eq_ignore_ascii_case("message-id"))?;
        mail_of(&header.value)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bounce {
    bounce_type: String,
    bounced_recipients: Vec<Recipient>,
    timestamp: chrono::DateTime<chrono::Utc>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Complaint {
    complained_recipients: Vec<Recipient>,
    complaint_feedback_type: Option<String>,
    timestamp: chrono::DateTime<chrono::Utc>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recipient {
    email_address: String,
}

/// What SES says in a message of SNS; of other things than bounces and complaints nothing.
///
/// # Errors
/// [`Error::Internal`] where it isn't such a message. It quotes nothing: what came may name people.
pub fn mail_events(payload: &Value) -> Result<Vec<MailEvent>> {
    let delivery = Delivery::deserialize(payload).map_err(|error| unreadable(&error))?;
    let events = delivery.records.iter().map(|record| mail_event(&record.sns.message)).collect::<Result<Vec<_>>>()?;
    Ok(events.into_iter().flatten().collect())
}

fn unreadable(error: &serde_json::Error) -> Error {
    Error::Internal(format!("a message of SNS can't be read: {:?}", error.classify()))
}

fn mail_event(message: &str) -> Result<Option<MailEvent>> {
    // When a topic is set up SES sends a line of text to it.
    if !message.trim_start().starts_with('{') {
        return Ok(None);
    }
    let published: Published = serde_json::from_str(message).map_err(|error| unreadable(&error))?;
    let missing = || Error::internal("a bounce or complaint without its particulars");
    let event = match published.kind.as_str() {
        "Bounce" => bounce(published.bounce.ok_or_else(missing)?)?,
        "Complaint" => complaint(published.complaint.ok_or_else(missing)?)?,
        _ => return Ok(None),
    };
    Ok(Some(MailEvent { mail: published.mail.id(), ..event }))
}

fn bounce(bounce: Bounce) -> Result<MailEvent> {
    // `Undetermined` says that the receiving server gave no reason: no ground to stop mail on.
    let kind = if bounce.bounce_type == "Permanent" { MailEventKind::PermanentBounce } else { MailEventKind::TransientBounce };
    event(kind, &bounce.bounced_recipients, in_japan(bounce.timestamp))
}

fn complaint(complaint: Complaint) -> Result<MailEvent> {
    let is_taken_back = complaint.complaint_feedback_type.as_deref() == Some("not-spam");
    let kind = if is_taken_back { MailEventKind::NotUnwanted } else { MailEventKind::Complaint };
    event(kind, &complaint.complained_recipients, in_japan(complaint.timestamp))
}

fn event(kind: MailEventKind, recipients: &[Recipient], at: Timestamp) -> Result<MailEvent> {
    let recipients = recipients.iter().map(address).collect::<Result<Vec<_>>>()?;
    Ok(MailEvent { kind, recipients, mail: None, at })
}

// Some servers report `Name <address>`.
fn address(recipient: &Recipient) -> Result<MailAddress> {
    let text = recipient.email_address.as_str();
    let bare = text.rsplit_once('<').map_or(text, |(_, rest)| rest.trim_end().trim_end_matches('>'));
    bare.parse().map_err(|_| Error::internal("a bounce or complaint of something else than an address"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use MailEventKind::{Complaint as Complained, NotUnwanted, PermanentBounce, TransientBounce};

    fn payload(message: &str) -> Value {
        let sns = json!({
            "Type": "Notification", "MessageId": "1", "TopicArn": "arn:aws:sns:ap-northeast-1:111122223333:claims-mail-events",
            "Subject": "Amazon SES Email Event Notification", "Message": message, "Timestamp": "2026-11-24T02:00:01.000Z",
        });
        json!({ "Records": [{ "EventSource": "aws:sns", "EventVersion": "1.0", "EventSubscriptionArn": "arn:…", "Sns": sns }] })
    }

    fn bounced(kind: &str, address: &str) -> Value {
        json!({
            "eventType": "Bounce",
            "bounce": {
                "bounceType": kind, "bounceSubType": "General", "feedbackId": "0100", "reportingMTA": "dsn; mx.example",
                "bouncedRecipients": [
                    { "emailAddress": address, "action": "failed", "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 user unknown" }
                ],
                "timestamp": "2026-11-24T02:00:00.123Z"
            },
            "mail": { "timestamp": "2026-11-24T01:59:59.000Z", "messageId": "0101", "destination": [address], "headersTruncated": false }
        })
    }

    fn complained(feedback: Value) -> Value {
        json!({
            "notificationType": "Complaint",
            "complaint": {
                "complainedRecipients": [{ "emailAddress": "a@b.example" }], "timestamp": "2026-11-24T02:00:00.123Z",
                "feedbackId": "0102", "complaintSubType": null, "complaintFeedbackType": feedback, "userAgent": "AnyCompany/1"
            },
            "mail": { "messageId": "0101" }
        })
    }

    #[test]
    fn what_ses_publishes_is_read_as_it_words_it() {
        let table = [
            (bounced("Permanent", "a@b.example").to_string(), Some(PermanentBounce)),
            (bounced("Permanent", "花子 <A@B.example>").to_string(), Some(PermanentBounce)),
            (bounced("Transient", "a@b.example").to_string(), Some(TransientBounce)),
            (bounced("Undetermined", "a@b.example").to_string(), Some(TransientBounce)),
            (complained(json!("abuse")).to_string(), Some(Complained)),
            (complained(Value::Null).to_string(), Some(Complained)),
            (complained(json!("not-spam")).to_string(), Some(NotUnwanted)),
            (json!({ "eventType": "Delivery", "delivery": {}, "mail": {} }).to_string(), None),
            ("Successfully validated SNS topic for Amazon SES event publishing.".into(), None),
        ];
        for (message, expected) in table {
            let events = mail_events(&payload(&message)).unwrap();
            assert_eq!(events.first().map(|event| event.kind), expected, "{message}");
            if let Some(event) = events.first() {
                let recipients: Vec<_> = event.recipients.iter().map(MailAddress::as_str).collect();
                assert_eq!(recipients, ["a@b.example"], "{message}");
                assert_eq!(crate::domain::time::text(event.at), "2026-11-24T11:00:00.123+09:00");
            }
        }
    }

    #[test]
    fn a_mail_of_ours_is_known_by_the_identifier_that_it_was_sent_with() {
        let ours = "eml_00000000000000000000000001";
        for (headers, expected) in [
            (json!([{ "name": "Subject", "value": "x" }, { "name": "Message-ID", "value": format!("<{ours}@b.example>") }]), Some(ours)),
            (json!([{ "name": "message-id", "value": format!("{ours}@b.example") }]), Some(ours)),
            (json!([{ "name": "Message-ID", "value": "<somebody-elses@b.example>" }]), None),
            (json!([]), None),
        ] {
            let mut message = bounced("Permanent", "a@b.example");
            message["mail"]["headers"] = headers;
            let events = mail_events(&payload(&message.to_string())).unwrap();
            assert_eq!(events[0].mail.map(|mail| mail.to_string()).as_deref(), expected, "{message}");
        }
    }

    #[test]
    fn what_cant_be_read_is_refused_without_being_quoted() {
        let without = json!({ "eventType": "Bounce", "mail": {} }).to_string();
        let nobody = bounced("Permanent", "secret person").to_string();
        for payload in [json!({}), json!({ "Records": [{}] }), payload("{"), payload(&without), payload(&nobody)] {
            let error = mail_events(&payload).unwrap_err();
            assert!(matches!(&error, Error::Internal(cause) if !cause.contains("secret")), "{error:?}");
        }
    }
}
