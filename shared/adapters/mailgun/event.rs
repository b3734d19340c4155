//! What Mailgun's webhooks say of mail, by its member `event-data`.

use crate::domain::mail_address::MailAddress;
use crate::domain::mail_event::{MailEvent, MailEventKind, mail_of};
use crate::domain::time::in_japan;
use crate::error::{Error, FieldError, Result};
use serde::Deserialize;
use serde_json::Value;

/// The member of a webhook's body in which an event lies.
const MEMBER: &str = "event-data";

#[derive(Deserialize)]
struct Told {
    event: String,
    // Of what failed: `permanent`, or `temporary`, which Mailgun tries again.
    severity: Option<String>,
    recipient: Option<String>,
    // Seconds since 1970 with a fraction.
    timestamp: Option<f64>,
    message: Option<Message>,
}

#[derive(Deserialize)]
struct Message {
    headers: Headers,
}

#[derive(Deserialize)]
struct Headers {
    #[serde(rename = "message-id")]
    message_id: Option<String>,
}

/// What became of a mail; of other things than failures and complaints nothing.
///
/// # Errors
/// [`Error::Invalid`] where it can't be read. It quotes nothing: what came may name people.
pub fn mail_event(told: &Value) -> Result<Option<MailEvent>> {
    let unreadable = |field: &str| Error::Invalid(vec![FieldError::coded(format!("{MEMBER}{field}"), "value_invalid", None)]);
    let told = Told::deserialize(told).map_err(|_| unreadable(""))?;
    let Some(kind) = kind(&told) else { return Ok(None) };
    let recipient = told.recipient.as_deref().and_then(|recipient| recipient.parse::<MailAddress>().ok());
    let recipient = recipient.ok_or_else(|| unreadable(".recipient"))?;
    let milliseconds = told.timestamp.map(|seconds| (seconds * 1000.0) as i64);
    let at = milliseconds.and_then(chrono::DateTime::from_timestamp_millis).ok_or_else(|| unreadable(".timestamp"))?;
    let mail = told.message.and_then(|message| message.headers.message_id).and_then(|id| mail_of(&id));
    Ok(Some(MailEvent { kind, recipients: vec![recipient], mail, at: in_japan(at) }))
}

fn kind(told: &Told) -> Option<MailEventKind> {
    match (told.event.as_str(), told.severity.as_deref()) {
        ("failed", Some("permanent")) => Some(MailEventKind::PermanentBounce),
        ("failed", _) => Some(MailEventKind::TransientBounce),
        // Who unsubscribes wants no more mail, and Mailgun delivers none from then on: our own mails hold no link for it.
        ("complained" | "unsubscribed", _) => Some(MailEventKind::Complaint),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use MailEventKind::{Complaint, PermanentBounce, TransientBounce};
    use serde_json::json;

    // As the documentation shows a permanent failure, shortened where it says nothing to us.
    fn failed(severity: &str) -> Value {
        json!({
            "id": "G9Bn5sl1TC6nu79C8C0bwg", "timestamp": 1_521_233_195.375_624, "log-level": "error", "event": "failed",
            "severity": severity, "reason": "suppress-bounce", "recipient": "Alice@Example.com", "recipient-domain": "example.com",
            "delivery-status": { "attempt-no": 1, "message": "", "code": 605, "description": "Not delivering to previously bounced address" },
            "flags": { "is-routed": false, "is-authenticated": true, "is-system-test": false, "is-test-mode": false },
            "envelope": { "sender": "bob@mg.example.jp", "transport": "smtp", "targets": "alice@example.com" },
            "message": { "headers": { "to": "Alice <alice@example.com>", "message-id": "20130503192659.13651.20287@mg.example.jp" } },
            "storage": { "url": "https://se.api.mailgun.net/v3/domains/mg.example.jp/messages/message_key", "key": "message_key" },
            "tags": [], "campaigns": [], "user-variables": {}
        })
    }

    fn told(event: &str) -> Value {
        json!({ "event": event, "timestamp": 1_521_233_195, "recipient": "alice@example.com" })
    }

    #[test]
    fn what_mailgun_tells_is_read_as_it_words_it() {
        let table = [
            (failed("permanent"), Some(PermanentBounce)),
            (failed("temporary"), Some(TransientBounce)),
            (told("failed"), Some(TransientBounce)),
            (told("complained"), Some(Complaint)),
            (told("unsubscribed"), Some(Complaint)),
            (told("delivered"), None),
            (told("opened"), None),
            (json!({ "event": "accepted" }), None),
        ];
        for (value, expected) in table {
            let event = mail_event(&value).unwrap();
            assert_eq!(event.as_ref().map(|event| event.kind), expected, "{value}");
            if let Some(event) = event {
                assert_eq!(event.recipients[0].as_str(), "alice@example.com");
                assert!(crate::domain::time::text(event.at).starts_with("2018-03-17T05:46:35"), "{value}");
            }
        }
    }

    #[test]
    fn a_mail_of_ours_is_named_and_somebody_elses_is_not() {
        let ours = "eml_01M87PY4GB6V4X6ETF7PQ4J6P3";
        let mut told = failed("permanent");
        assert_eq!(mail_event(&told).unwrap().unwrap().mail, None);
        told["message"]["headers"]["message-id"] = json!(format!("{ours}@mg.example.jp"));
        assert_eq!(mail_event(&told).unwrap().unwrap().mail, Some(ours.parse().unwrap()));
    }

    #[test]
    fn what_cant_be_read_is_refused_by_its_place_and_not_quoted() {
        let mut nobody = failed("permanent");
        nobody["recipient"] = json!("secret person");
        let mut timeless = failed("permanent");
        timeless["timestamp"] = json!(null);
        let table =
            [(json!(1), "event-data"), (json!({}), "event-data"), (nobody, "event-data.recipient"), (timeless, "event-data.timestamp")];
        for (value, place) in table {
            match mail_event(&value).unwrap_err() {
                Error::Invalid(fields) => assert_eq!((fields[0].field.as_str(), fields[0].code.as_ref()), (place, "value_invalid")),
                other => panic!("{other:?}"),
            }
        }
    }
}
