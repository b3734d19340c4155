//! What became of a mail after its provider took it (配信結果): returned, complained about, and what follows for its address.

use super::id::MailId;
use super::mail_address::MailAddress;
use super::time::{Timestamp, rfc3339};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What became of a mail, for one or more of its recipients.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailEvent {
    /// What happened.
    pub kind: MailEventKind,
    /// To whom.
    pub recipients: Vec<MailAddress>,
    /// Which mail, where it is one of ours.
    pub mail: Option<MailId>,
    /// When.
    pub at: Timestamp,
}

/// Which of our mails has this Message-ID; `None` where it is somebody else's.
#[must_use]
pub fn mail_of(message_id: &str) -> Option<MailId> {
    message_id.trim().trim_start_matches('<').split('@').next()?.parse().ok()
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailEventKind {
    /// 恒久的な不達: there is no such address, or none that takes mail.
    PermanentBounce,
    /// 一時的な不達: the mailbox is full, or its server away. Its provider tries again.
    TransientBounce,
    /// 迷惑メールの申告: the recipient marked the mail as unwanted.
    Complaint,
    /// 申告の取消し: the recipient took it out of the junk folder.
    NotUnwanted,
}

/// Why mail to an address is stopped (送信停止の理由).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SuppressionReason {
    /// 不達.
    Bounce,
    /// 迷惑メールの申告.
    Complaint,
}

/// That mail to an address is stopped (メール送信停止).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MailSuppression {
    /// Why.
    pub reason: SuppressionReason,
    /// Since when.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub since: Timestamp,
}

impl MailEvent {
    /// Whether mail to its recipients is stopped from now on. To go on would cost the sender its name with every provider.
    #[must_use]
    pub const fn suppresses(&self) -> Option<MailSuppression> {
        let reason = match self.kind {
            MailEventKind::PermanentBounce => SuppressionReason::Bounce,
            MailEventKind::Complaint => SuppressionReason::Complaint,
            MailEventKind::TransientBounce | MailEventKind::NotUnwanted => return None,
        };
        Some(MailSuppression { reason, since: self.at })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_what_is_for_good_and_complaints_stop_mail() {
        let at = chrono::DateTime::parse_from_rfc3339("2026-11-24T02:00:00+09:00").unwrap();
        let table = [
            (MailEventKind::PermanentBounce, Some(SuppressionReason::Bounce)),
            (MailEventKind::TransientBounce, None),
            (MailEventKind::Complaint, Some(SuppressionReason::Complaint)),
            (MailEventKind::NotUnwanted, None),
        ];
        for (kind, expected) in table {
            let event = MailEvent { kind, recipients: vec![], mail: None, at };
            assert_eq!(event.suppresses().map(|suppression| (suppression.reason, suppression.since)), expected.map(|reason| (reason, at)));
        }
    }
}
