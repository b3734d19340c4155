//! What a policyholder is told of a premium that couldn't be charged (督促).

use super::{Premium, Retry};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// How many days after the due day a reminder goes out.
const REMINDER_DAYS: u64 = 14;
/// How many days before the end of grace the last call goes out.
const LAST_CALL_DAYS: u64 = 7;

/// A mail to the policyholder, in the order in which they go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DunningStep {
    /// 決済不能のお知らせ: the charge failed.
    Failed,
    /// 再度のお知らせ: two weeks after the due day.
    Reminder,
    /// 最終のお知らせ: a week before the end of grace.
    LastCall,
    /// 失効のお知らせ: the policy has lapsed.
    Lapsed,
}

impl DunningStep {
    /// The step whose day has come and that wasn't told yet. Of several the latest: who is told late is told once.
    ///
    /// An outage of the card company is no matter of the policyholder's until the day after the due day.
    #[must_use]
    pub fn due(premium: &Premium, grace_ends_on: NaiveDate, today: NaiveDate) -> Option<Self> {
        let is_outage = premium.decline.is_some_and(|decline| decline.retry() == Retry::Soon);
        let first = if is_outage { premium.due_on + Days::new(1) } else { premium.due_on };
        let days = [
            (Self::LastCall, grace_ends_on - Days::new(LAST_CALL_DAYS)),
            (Self::Reminder, premium.due_on + Days::new(REMINDER_DAYS)),
            (Self::Failed, first),
        ];
        let come = days.into_iter().find(|(_, day)| first <= today && *day <= today).map(|(step, _)| step);
        come.filter(|step| premium.told.is_none_or(|told| told < *step))
    }
}
