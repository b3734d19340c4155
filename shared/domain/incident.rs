//! Incidents (障害, WP14): what happened, what is reported of it, and for each affected organization by when it must be told
//! and when it was.

use super::erasure::Signature;
use super::id::{IncidentId, OrganizationId};
use super::incident_deadline::BusinessCalendar;
use super::leak::{Leak, LeakFacts};
use super::organization::Organization;
use super::refusal::Refusal;
use super::text::{Line, Note};
use super::time::{Timestamp, rfc3339};
use super::wording::Wording;
use chrono::{NaiveDate, TimeDelta};
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
    /// 漏えい等, if personal data may have leaked.
    #[serde(default)]
    pub leak: Option<Leak>,
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

    /// With what is known of a leak, and which reports on it were made, whether it is closed or not: the law's clocks run on.
    ///
    /// # Errors
    /// [`Refusal::LeakMissing`] where nothing was known of one before.
    pub fn note_leak(
        &self,
        facts: Option<LeakFacts>,
        preliminary_filed_on: Option<NaiveDate>,
        final_filed_on: Option<NaiveDate>,
    ) -> Result<Self, Refusal> {
        let leak = self.leak.or(facts.map(Leak::new)).ok_or(Refusal::LeakMissing)?;
        let leak = Leak {
            facts: facts.unwrap_or(leak.facts),
            preliminary_filed_on: preliminary_filed_on.or(leak.preliminary_filed_on),
            final_filed_on: final_filed_on.or(leak.final_filed_on),
        };
        Ok(Self { leak: Some(leak), ..self.clone() })
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

/// By when an organization is to be told of an incident, and how far it has been (第一報): the organization's own record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstReport {
    /// The incident.
    pub incident: IncidentId,
    /// The organization.
    pub organization: OrganizationId,
    /// 発生日時.
    #[serde(with = "rfc3339")]
    pub occurred_at: Timestamp,
    /// 第一報の期限, by its own business hours.
    #[serde(with = "rfc3339")]
    pub due_at: Timestamp,
    /// How many of the incident's reports are behind it: told, or from before it was found affected.
    pub told: usize,
    /// How many of them are from before it was found affected.
    #[serde(default)]
    pub missed: usize,
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
            missed: incident.reports.len(),
            first_sent_at: None,
            punctuality: None,
        })
    }

    /// The reports that it was told, in their order.
    #[must_use]
    pub fn told<'i>(&self, incident: &'i Incident) -> &'i [IncidentReport] {
        incident.reports.get(self.missed..self.told).unwrap_or_default()
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
mod tests;
