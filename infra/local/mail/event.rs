//! What SES publishes of a message that came back or was complained about, for tests and people to bring about.

use serde_json::{Value, json};

use super::mailbox::Mail;

/// What can become of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// There is no such address.
    Bounce,
    /// The mailbox is full.
    TransientBounce,
    /// Its recipient marks it as unwanted.
    Complaint,
}

impl Fate {
    /// By its name in a path.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "bounce" => Some(Self::Bounce),
            "transient-bounce" => Some(Self::TransientBounce),
            "complaint" => Some(Self::Complaint),
            _ => None,
        }
    }
}

/// What a function gets that SNS starts: one record with what SES publishes of a message at a time (RFC 3339).
#[must_use]
pub fn delivery(mail: &Mail, fate: Fate, at: &str) -> Value {
    let message = message(mail, fate, at).to_string();
    let sns = json!({
        "Type": "Notification",
        "MessageId": mail.id,
        "TopicArn": "arn:aws:sns:ap-northeast-1:000000000000:local-mail-events",
        "Subject": "Amazon SES Email Event Notification",
        "Message": message,
        "Timestamp": at,
        "MessageAttributes": {},
    });
    json!({ "Records": [{ "EventSource": "aws:sns", "EventVersion": "1.0", "Sns": sns }] })
}

fn message(mail: &Mail, fate: Fate, at: &str) -> Value {
    let sent = json!({
        "timestamp": mail.received_at,
        "source": mail.from,
        "messageId": mail.id,
        "destination": mail.recipients,
        "headersTruncated": false,
        "headers": mail.message_id.iter().map(|id| json!({ "name": "Message-ID", "value": id })).collect::<Vec<_>>(),
    });
    match fate {
        Fate::Bounce => json!({ "eventType": "Bounce", "bounce": bounce(mail, ("Permanent", "General", "5.1.1"), at), "mail": sent }),
        Fate::TransientBounce => {
            json!({ "eventType": "Bounce", "bounce": bounce(mail, ("Transient", "MailboxFull", "4.2.2"), at), "mail": sent })
        }
        Fate::Complaint => {
            let recipients: Vec<_> = mail.recipients.iter().map(|address| json!({ "emailAddress": address })).collect();
            let complaint = json!({
                "complainedRecipients": recipients,
                "timestamp": at,
                "feedbackId": mail.id,
                "complaintSubType": null,
                "complaintFeedbackType": "abuse",
            });
            json!({ "eventType": "Complaint", "complaint": complaint, "mail": sent })
        }
    }
}

fn bounce(mail: &Mail, (kind, more, status): (&str, &str, &str), at: &str) -> Value {
    let recipient = |address: &String| json!({ "emailAddress": address, "action": "failed", "status": status });
    json!({
        "bounceType": kind,
        "bounceSubType": more,
        "bouncedRecipients": mail.recipients.iter().map(recipient).collect::<Vec<_>>(),
        "timestamp": at,
        "feedbackId": mail.id,
        "reportingMTA": "dsn; local",
    })
}
