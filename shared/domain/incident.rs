//! Incidents (障害, WP14): what happened, what is reported of it, and for each affected organization by when it must be told
//! and when it was.

use super::erasure::Signature;
use super::id::{IncidentId, OrganizationId};
use super::incident_deadline::BusinessCalendar;
use super::organization::Organization;
use super::refusal::Refusal;
use super::text::{Line, Note};
use super::time::{Timestamp, rfc3339};
use super::wording::Wording;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// How many reports an incident has at most, so that its record stays within what an item of the store may be.
pub const INCIDENT_REPORTS: usize = 25;
/// How many organizations become affected by one call at most.
pub const ORGANIZATIONS_AT_ONCE: usize = 20;

/// How bad an incident is (影響度).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// 重大: the service can't be used, or data is lost or leaked.
    Critical,
    /// 大: an important function can't be used.
    Major,
    /// 小: something is slower or inconvenient.
    Minor,
}

impl Severity {
    /// The Japanese and English name.
    #[must_use]
    pub const fn label(self) -> (&'static str, &'static str) {
        match self {
            Self::Critical => ("重大", "critical"),
            Self::Major => ("大", "major"),
            Self::Minor => ("小", "minor"),
        }
    }
}

/// Where an incident is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IncidentState {
    /// 対応中.
    Open,
    /// 終了.
    Closed,
}

/// Which report it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportStage {
    /// 第一報.
    First,
    /// 経過報告.
    Progress,
    /// 終了報告.
    Closing,
}

impl ReportStage {
    /// The Japanese and English name.
    #[must_use]
    pub const fn label(self) -> (&'static str, &'static str) {
        match self {
            Self::First => ("第一報", "first report"),
            Self::Progress => ("経過報告", "progress report"),
            Self::Closing => ("終了報告", "closing report"),
        }
    }
}

/// The text of a report.
pub type ReportText = Wording<Note<2000>>;

/// A report to every affected organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct IncidentReport {
    /// Which.
    pub stage: ReportStage,
    /// 本文.
    pub text: ReportText,
    /// Who wrote it, and when.
    pub written: Signature,
}

/// An incident: a record of the service. It names no organization, so that it outlives the erasure of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Its identifier.
    pub id: IncidentId,
    /// 件名.
    pub title: Wording<Line<200>>,
    /// 影響度.
    pub severity: Severity,
    /// 発生日時.
    #[serde(with = "rfc3339")]
    pub occurred_at: Timestamp,
    /// Where it is.
    pub state: IncidentState,
    /// Its reports, in their order.
    pub reports: Vec<IncidentReport>,
    /// Who opened it, and when.
    pub opened: Signature,
}

impl Incident {
    /// With one more report.
    ///
    /// # Errors
    /// [`Refusal::IncidentClosed`] or [`Refusal::IncidentReportsTooMany`].
    pub fn report(&self, text: ReportText, written: Signature) -> Result<Self, Refusal> {
        if self.reports.len() >= INCIDENT_REPORTS {
            return Err(Refusal::IncidentReportsTooMany(INCIDENT_REPORTS));
        }
        let stage = if self.reports.is_empty() { ReportStage::First } else { ReportStage::Progress };
        self.with(stage, text, written)
    }

    /// With its closing report. There is always room for that one.
    ///
    /// # Errors
    /// [`Refusal::IncidentClosed`].
    pub fn close(&self, text: ReportText, written: Signature) -> Result<Self, Refusal> {
        let closed = self.with(ReportStage::Closing, text, written)?;
        Ok(Self { state: IncidentState::Closed, ..closed })
    }

    fn with(&self, stage: ReportStage, text: ReportText, written: Signature) -> Result<Self, Refusal> {
        if self.state == IncidentState::Closed {
            return Err(Refusal::IncidentClosed);
        }
        let mut incident = self.clone();
        incident.reports.push(IncidentReport { stage, text, written });
        Ok(incident)
    }
}

/// Whether the first report came in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Punctuality {
    /// 期限内.
    Met,
    /// 期限超過.
    Missed,
}

/// By when an organization is to be told of an incident, and how far it has been (一次報告): the organization's own record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstReport {
    /// The incident.
    pub incident: IncidentId,
    /// The organization.
    pub organization: OrganizationId,
    /// 発生日時.
    #[serde(with = "rfc3339")]
    pub occurred_at: Timestamp,
    /// 一次報告の期限, by its own business hours.
    #[serde(with = "rfc3339")]
    pub due_at: Timestamp,
    /// How many of the incident's reports are behind it: told, or from before it was found affected.
    pub told: usize,
    /// When the first report was put on its way.
    #[serde(with = "rfc3339::option")]
    pub first_sent_at: Option<Timestamp>,
    /// Whether that was in time; nothing while it may still be.
    pub punctuality: Option<Punctuality>,
}

impl FirstReport {
    /// What an organization is owed that the next report is the first for.
    ///
    /// # Errors
    /// [`Refusal::ContractEnded`], or [`Refusal::HolidaysUnknown`] where its due time can't be told.
    pub fn new(incident: &Incident, organization: &Organization) -> Result<Self, Refusal> {
        if organization.state == super::organization::ContractState::Ended {
            return Err(Refusal::ContractEnded);
        }
        let calendar = BusinessCalendar { hours: &organization.business_hours, closed_days: &organization.closed_days };
        Ok(Self {
            incident: incident.id,
            organization: organization.id,
            occurred_at: incident.occurred_at,
            due_at: calendar.first_report_due(incident.occurred_at)?,
            told: incident.reports.len(),
            first_sent_at: None,
            punctuality: None,
        })
    }

    /// The report that is to be told next.
    #[must_use]
    pub fn next<'i>(&self, incident: &'i Incident) -> Option<&'i IncidentReport> {
        incident.reports.get(self.told)
    }

    /// After the next report was put on its way.
    #[must_use]
    pub fn tell(&self, now: Timestamp) -> Self {
        let in_time = if now <= self.due_at { Punctuality::Met } else { Punctuality::Missed };
        Self {
            told: self.told + 1,
            first_sent_at: self.first_sent_at.or(Some(now)),
            punctuality: self.punctuality.or(Some(in_time)),
            ..self.clone()
        }
    }

    /// After its time passed without a report; nothing where it didn't, or that is noted already.
    #[must_use]
    pub fn miss(&self, now: Timestamp) -> Option<Self> {
        let missed = self.first_sent_at.is_none() && self.punctuality.is_none() && now > self.due_at;
        missed.then(|| Self { punctuality: Some(Punctuality::Missed), ..self.clone() })
    }
}

/// How pressing a first report is that wasn't sent yet: each step has an alarm of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// More than an hour is left.
    None = 0,
    /// 60分前.
    Hour = 1,
    /// 15分前.
    Quarter = 2,
    /// 期限.
    Due = 3,
}

impl Urgency {
    /// How pressing a due time is for who looks again only after so many minutes: no alarm comes later than it should.
    #[must_use]
    pub fn of(due_at: Timestamp, now: Timestamp, again_after_minutes: i64) -> Self {
        let left = due_at - now;
        let within = |minutes: i64| left < TimeDelta::minutes(minutes + again_after_minutes);
        if left <= TimeDelta::zero() {
            Self::Due
        } else if within(15) {
            Self::Quarter
        } else if within(60) {
            Self::Hour
        } else {
            Self::None
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::contract::tests::organization;
    use crate::domain::id::{Identifier, Unique};
    use crate::domain::organization::{BusinessHours, Weekday};

    fn at(time: &str) -> Timestamp {
        chrono::DateTime::parse_from_rfc3339(&format!("2026-10-{time}:00+09:00")).unwrap()
    }

    fn signature(time: &str) -> Signature {
        Signature { operator: "alice".parse().unwrap(), at: at(time) }
    }

    fn text(text: &str) -> ReportText {
        Wording { ja: text.parse().unwrap(), en: text.parse().unwrap() }
    }

    fn incident() -> Incident {
        Incident {
            id: IncidentId::from_unique(Unique::new(at("01T10:00"), [1; 10])),
            title: Wording { ja: "障害".parse().unwrap(), en: "Incident".parse().unwrap() },
            severity: Severity::Major,
            occurred_at: at("01T10:00"),
            state: IncidentState::Open,
            reports: vec![],
            opened: signature("01T10:05"),
        }
    }

    fn owed(incident: &Incident) -> FirstReport {
        let hours =
            BusinessHours { days: vec![Weekday::Thursday], opens_at: "09:00".parse().unwrap(), closes_at: "18:00".parse().unwrap() };
        FirstReport::new(incident, &Organization { business_hours: hours, ..organization(None) }).unwrap()
    }

    #[test]
    fn an_incident_has_a_first_report_progress_and_an_end() {
        let closed =
            [text("1"), text("2")].into_iter().fold(incident(), |incident, text| incident.report(text, signature("01T11:00")).unwrap());
        let closed = closed.close(text("3"), signature("01T12:00")).unwrap();
        let stages: Vec<ReportStage> = closed.reports.iter().map(|report| report.stage).collect();
        assert_eq!(stages, [ReportStage::First, ReportStage::Progress, ReportStage::Closing]);
        assert_eq!(closed.report(text("4"), signature("01T13:00")), Err(Refusal::IncidentClosed));
        assert_eq!(closed.close(text("4"), signature("01T13:00")), Err(Refusal::IncidentClosed));
    }

    #[test]
    fn an_incident_with_as_many_reports_as_there_may_be_can_still_be_closed() {
        let full = (0..INCIDENT_REPORTS).fold(incident(), |incident, _| incident.report(text("x"), signature("01T11:00")).unwrap());
        assert_eq!(full.report(text("x"), signature("01T12:00")), Err(Refusal::IncidentReportsTooMany(INCIDENT_REPORTS)));
        assert!(full.close(text("x"), signature("01T12:00")).is_ok());
    }

    #[test]
    fn the_first_report_alone_decides_whether_it_was_in_time() {
        let owed = owed(&incident());
        assert_eq!((owed.due_at, owed.told), (at("01T13:00"), 0));
        let table = [("01T10:05", Punctuality::Met), ("01T13:00", Punctuality::Met), ("01T13:01", Punctuality::Missed)];
        for (sent, punctuality) in table {
            let told = owed.tell(at(sent));
            assert_eq!((told.punctuality, told.first_sent_at, told.told), (Some(punctuality), Some(at(sent)), 1), "{sent}");
            let again = told.tell(at("02T10:00"));
            assert_eq!((again.punctuality, again.first_sent_at, again.told), (Some(punctuality), Some(at(sent)), 2), "{sent}");
        }
        assert_eq!(owed.miss(at("01T13:00")), None);
        let missed = owed.miss(at("01T13:01")).unwrap();
        assert_eq!((missed.miss(at("01T13:02")), missed.tell(at("01T13:02")).punctuality), (None, Some(Punctuality::Missed)));
        assert_eq!(owed.tell(at("01T12:00")).miss(at("01T14:00")), None);
    }

    #[test]
    fn who_is_found_affected_later_is_told_from_then_on() {
        let incident = incident().report(text("1"), signature("01T11:00")).unwrap();
        let owed = owed(&incident);
        assert_eq!(owed.next(&incident), None);
        let incident = incident.report(text("2"), signature("01T12:00")).unwrap();
        assert_eq!(owed.next(&incident).unwrap().text, text("2"));
        let ended = organization(None).ended("2026-10-01".parse().unwrap()).unwrap();
        assert_eq!(FirstReport::new(&incident, &ended), Err(Refusal::ContractEnded));
    }

    #[test]
    fn alarms_come_no_later_than_60_and_15_minutes_before_and_at_the_due_time() {
        let due = at("01T13:00");
        for (now, expected) in [
            ("01T11:50", Urgency::None),
            ("01T11:51", Urgency::Hour),
            ("01T12:00", Urgency::Hour),
            ("01T12:35", Urgency::Hour),
            ("01T12:36", Urgency::Quarter),
            ("01T12:59", Urgency::Quarter),
            ("01T13:00", Urgency::Due),
            ("02T13:00", Urgency::Due),
        ] {
            assert_eq!(Urgency::of(due, at(now), 10), expected, "{now}");
        }
    }
}
