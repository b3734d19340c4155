//! Notices (お知らせ, WP8, WP12, WP14): what an organization was told by mail, and can read again in the console.

use super::id::{IncidentId, MailId, NoticeDraftId, NoticeId, OrganizationId};
use super::incident::ReportStage;
use super::mail_address::MailAddress;
use super::notice_draft::NoticeKind;
use super::personal::Personal;
use super::text::{Line, Note};
use super::time::{Timestamp, rfc3339};
use super::wording::Wording;
use serde::{Deserialize, Serialize};

/// Where a notice comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum NoticeSource {
    /// A report of an incident.
    Incident {
        /// The incident.
        incident: IncidentId,
        /// Which report.
        stage: ReportStage,
    },
    /// What operators wrote: a change, maintenance, a new version or a vulnerability.
    Operator {
        /// The notice as they wrote it.
        draft: NoticeDraftId,
        /// 種別.
        kind: NoticeKind,
        /// 適用日時.
        #[serde(default, with = "rfc3339::option")]
        #[schemars(with = "Option<String>")]
        effective_at: Option<Timestamp>,
    },
}

/// As whom somebody got a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecipientRole {
    /// 連絡先.
    Contact,
    /// 組織管理者.
    Administrator,
}

/// Who got a notice, and by which mail.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Recipient {
    /// As whom.
    pub role: RecipientRole,
    /// メールアドレス.
    pub to: Personal<MailAddress>,
    /// The mail, whose state tells whether it arrived.
    pub mail: MailId,
}

/// A notice as an organization got it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Notice {
    /// Its identifier.
    pub id: NoticeId,
    /// Who was told.
    pub organization: OrganizationId,
    /// Where it comes from.
    pub source: NoticeSource,
    /// 件名.
    pub title: Wording<Line<200>>,
    /// 本文.
    pub text: Wording<Note<2000>>,
    /// Who got it.
    pub recipients: Vec<Recipient>,
    /// When it was put on its way.
    #[serde(with = "rfc3339")]
    pub sent_at: Timestamp,
}
