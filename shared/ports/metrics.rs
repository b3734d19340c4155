//! Figures that alarms watch.

use crate::domain::time::Timestamp;

/// A figure that an alarm of the template watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Metric {
    /// How many jobs of an area haven't succeeded in time.
    OverdueJobs,
    /// How pressing the most pressing first report of an incident is that wasn't sent yet: 0 to 3, as
    /// [`Urgency`](crate::domain::incident::Urgency).
    IncidentsDue,
    /// How pressing the most pressing report on a leak of personal data is that wasn't made yet: 0 to 2, as
    /// [`LeakUrgency`](crate::domain::leak::LeakUrgency).
    LeakReportsDue,
    /// How many mails were given up within a day.
    DeadMails,
    /// That the mail provider abroad didn't know us: by a wrong key, or for our account or domain.
    MailProviderMisconfigured,
    /// By how many milliseconds the own clock is off the store's, ahead or behind.
    ClockSkewMilliseconds,
    /// Whether the last drill of a backup failed: 1, or 0 once another one passed.
    FailedDrills,
}

impl Metric {
    /// Its name in CloudWatch.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OverdueJobs => "OverdueJobs",
            Self::IncidentsDue => "IncidentsDue",
            Self::LeakReportsDue => "LeakReportsDue",
            Self::DeadMails => "DeadMails",
            Self::MailProviderMisconfigured => "MailProviderMisconfigured",
            Self::ClockSkewMilliseconds => "ClockSkewMilliseconds",
            Self::FailedDrills => "FailedDrills",
        }
    }
}

/// Where figures go that alarms watch (CloudWatch).
pub trait Metrics: Send + Sync {
    /// Tells a figure, of an area of functions where each has its own alarm.
    fn tell(&self, metric: Metric, area: Option<&str>, value: f64, at: Timestamp);
}
