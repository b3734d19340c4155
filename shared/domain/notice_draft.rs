//! Notices that operators write (お知らせの原稿, WP8, WP12): changes, maintenance, releases and vulnerabilities, told to some
//! organizations or to all.

use super::erasure::Signature;
use super::id::{NoticeDraftId, NoticeId};
use super::organization::Contract;
use super::refusal::{FieldRefusal, Refusal};
use super::text::{Line, Note};
use super::time::{Timestamp, day, rfc3339};
use super::wording::Wording;
use chrono::{Days, NaiveDate, TimeDelta};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How many days before it takes effect a change is told, where the contract says nothing else (変更の事前通知).
pub const NOTICE_DAYS: u16 = 30;
/// The longest notice that a contract may ask for, in days.
pub const NOTICE_DAYS_MAXIMUM: u16 = 365;
/// For how long the sending of a published notice may take: it is held against the last day as if it went out that much later.
pub const SENDING_MINUTES: i64 = 60;
/// How many organizations a notice names at most: the names of a draft and of what it was before fit into one transaction.
pub const NAMED_ORGANIZATIONS: usize = 45;

/// What a notice is about (お知らせの種別).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// 変更: one that customers may have to prepare for. It keeps the notice period of each contract.
    Change,
    /// メンテナンス.
    Maintenance,
    /// バージョンアップ.
    Release,
    /// 脆弱性.
    Vulnerability,
}

impl NoticeKind {
    /// The Japanese and English name.
    #[must_use]
    pub const fn label(self) -> (&'static str, &'static str) {
        match self {
            Self::Change => ("変更", "Change"),
            Self::Maintenance => ("メンテナンス", "Maintenance"),
            Self::Release => ("バージョンアップ", "New version"),
            Self::Vulnerability => ("脆弱性", "Vulnerability"),
        }
    }

    /// Whether a notice of this kind makes no sense without the time from which it holds.
    const fn needs_time(self) -> bool {
        matches!(self, Self::Change | Self::Maintenance)
    }
}

/// What a notice says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticeContent {
    /// 種別.
    pub kind: NoticeKind,
    /// 件名.
    pub title: Wording<Line<200>>,
    /// 本文.
    pub text: Wording<Note<2000>>,
    /// 適用日時: from when a change or version holds, or maintenance begins. Needed for changes and maintenance.
    #[serde(default, with = "rfc3339::option")]
    #[schemars(with = "Option<String>")]
    pub effective_at: Option<Timestamp>,
}

impl NoticeContent {
    /// What is wrong with it.
    #[must_use]
    pub fn validate(&self) -> Vec<FieldRefusal> {
        let is_missing = self.effective_at.is_none() && self.kind.needs_time();
        is_missing.then(|| FieldRefusal::new("effective_at", Refusal::EffectiveAtMissing)).into_iter().collect()
    }

    /// The last day on which an organization may be told (通知期限); nothing where any day will do.
    #[must_use]
    pub fn last_day(&self, contract: &Contract) -> Option<NaiveDate> {
        let effective_on = day(self.effective_at.filter(|_| self.kind == NoticeKind::Change)?);
        let notice_days = contract.notice_days.unwrap_or(NOTICE_DAYS);
        Some(effective_on.checked_sub_days(Days::new(notice_days.into())).unwrap_or(NaiveDate::MIN))
    }
}

/// Whether a notice that is published now reaches an organization by its last day.
#[must_use]
pub fn is_in_time(last_day: NaiveDate, now: Timestamp) -> bool {
    day(now + TimeDelta::minutes(SENDING_MINUTES)) <= last_day
}

/// Whom a notice is for (宛先). Which organizations are named stands beside the record, so that it outlives the erasure of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// すべての組織: all whose contract holds when it is sent.
    All,
    /// 指定した組織.
    Named,
}

/// That a notice was published (公開).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// The identifier of the notice in every organization: each can have it once.
    pub notice: NoticeId,
    /// Who published it, and when.
    pub signed: Signature,
}

/// A notice as operators write it: a record of the service. It names no organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeDraft {
    /// Its identifier.
    pub id: NoticeDraftId,
    /// What it says.
    pub content: NoticeContent,
    /// 宛先.
    pub audience: Audience,
    /// Who wrote it last, and when.
    pub written: Signature,
    /// 公開; nothing while it is a draft.
    pub publication: Option<Publication>,
}

impl NoticeDraft {
    /// With other words or another audience.
    ///
    /// # Errors
    /// [`Refusal::NoticePublished`].
    pub fn rewrite(&self, content: NoticeContent, audience: Audience, written: Signature) -> Result<Self, Refusal> {
        self.unpublished()?;
        Ok(Self { content, audience, written, ..self.clone() })
    }

    /// Published, under an identifier that it then has in every organization.
    ///
    /// # Errors
    /// [`Refusal::NoticePublished`].
    pub fn publish(&self, notice: NoticeId, signed: Signature) -> Result<Self, Refusal> {
        self.unpublished()?;
        Ok(Self { publication: Some(Publication { notice, signed }), ..self.clone() })
    }

    /// The identifier of what organizations got.
    ///
    /// # Errors
    /// [`Refusal::NoticeNotPublished`].
    pub fn notice(&self) -> Result<NoticeId, Refusal> {
        self.publication.as_ref().map(|publication| publication.notice).ok_or(Refusal::NoticeNotPublished)
    }

    const fn unpublished(&self) -> Result<(), Refusal> {
        if self.publication.is_some() { Err(Refusal::NoticePublished) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::contract::tests::organization;
    use crate::domain::id::{Identifier, Unique};
    use proptest::prelude::*;

    fn at(time: &str) -> Timestamp {
        chrono::DateTime::parse_from_rfc3339(&format!("{time}:00+09:00")).unwrap()
    }

    fn signature() -> Signature {
        Signature { operator: "alice".parse().unwrap(), at: at("2026-10-01T10:00") }
    }

    fn content(kind: NoticeKind, effective_at: Option<&str>) -> NoticeContent {
        NoticeContent {
            kind,
            title: Wording { ja: "変更".parse().unwrap(), en: "Change".parse().unwrap() },
            text: Wording { ja: "変わります。".parse().unwrap(), en: "It changes.".parse().unwrap() },
            effective_at: effective_at.map(at),
        }
    }

    fn contract(notice_days: Option<u16>) -> Contract {
        Contract { notice_days, ..organization(None).contract }
    }

    fn draft() -> NoticeDraft {
        NoticeDraft {
            id: NoticeDraftId::from_unique(Unique::new(at("2026-10-01T10:00"), [1; 10])),
            content: content(NoticeKind::Change, Some("2026-12-01T00:00")),
            audience: Audience::All,
            written: signature(),
            publication: None,
        }
    }

    #[test]
    fn a_change_is_told_as_many_days_before_as_the_contract_says() {
        use NoticeKind::{Change, Maintenance, Release, Vulnerability};
        for (kind, effective_at, notice_days, last_day) in [
            (Change, Some("2026-12-01T00:00"), None, Some("2026-11-01")),
            (Change, Some("2026-12-01T23:59"), None, Some("2026-11-01")),
            (Change, Some("2026-12-01T00:00"), Some(60), Some("2026-10-02")),
            (Change, Some("2026-12-01T00:00"), Some(1), Some("2026-11-30")),
            (Change, Some("2028-03-01T00:00"), Some(1), Some("2028-02-29")),
            (Change, None, None, None),
            (Maintenance, Some("2026-12-01T00:00"), None, None),
            (Release, Some("2026-12-01T00:00"), None, None),
            (Vulnerability, Some("2026-12-01T00:00"), Some(60), None),
        ] {
            let found = content(kind, effective_at).last_day(&contract(notice_days));
            assert_eq!(found.map(|day| day.to_string()).as_deref(), last_day, "{kind:?} {effective_at:?} {notice_days:?}");
        }
    }

    #[test]
    fn what_is_published_late_on_the_last_day_would_go_out_on_the_next() {
        let last_day = "2026-11-01".parse().unwrap();
        for (now, expected) in
            [("2026-10-31T23:59", true), ("2026-11-01T00:00", true), ("2026-11-01T22:59", true), ("2026-11-01T23:00", false)]
        {
            assert_eq!(is_in_time(last_day, at(now)), expected, "{now}");
        }
    }

    #[test]
    fn changes_and_maintenance_have_a_time() {
        use NoticeKind::{Change, Maintenance, Release, Vulnerability};
        for (kind, needed) in [(Change, true), (Maintenance, true), (Release, false), (Vulnerability, false)] {
            let refused = content(kind, None).validate();
            let expected = needed.then(|| FieldRefusal::new("effective_at", Refusal::EffectiveAtMissing));
            assert_eq!(refused, expected.into_iter().collect::<Vec<_>>(), "{kind:?}");
            assert_eq!(content(kind, Some("2026-12-01T00:00")).validate(), [], "{kind:?}");
        }
    }

    #[test]
    fn a_notice_is_published_once_and_stays_as_it_is() {
        let notice = NoticeId::from_unique(Unique::new(at("2026-10-02T10:00"), [2; 10]));
        assert_eq!(draft().notice(), Err(Refusal::NoticeNotPublished));
        let changed = draft().rewrite(content(NoticeKind::Release, None), Audience::Named, signature()).unwrap();
        assert_eq!((changed.content.kind, changed.audience, changed.id), (NoticeKind::Release, Audience::Named, draft().id));
        let published = changed.publish(notice, signature()).unwrap();
        assert_eq!(published.notice(), Ok(notice));
        assert_eq!(published.publish(notice, signature()), Err(Refusal::NoticePublished));
        assert_eq!(published.rewrite(draft().content, Audience::All, signature()), Err(Refusal::NoticePublished));
    }

    proptest! {
        #[test]
        fn a_longer_notice_never_has_a_later_last_day(days in 1..NOTICE_DAYS_MAXIMUM, offset in 0_i64..4_000_000) {
            let effective_at = at("2026-01-01T00:00") + TimeDelta::minutes(offset);
            let content = NoticeContent { effective_at: Some(effective_at), ..content(NoticeKind::Change, None) };
            let last_day = |days| content.last_day(&contract(Some(days))).unwrap();
            prop_assert_eq!(last_day(days).signed_duration_since(last_day(days + 1)), TimeDelta::days(1));
            prop_assert_eq!(day(effective_at).signed_duration_since(last_day(days)), TimeDelta::days(days.into()));
        }
    }
}
