//! Runs of scheduled jobs: one for each time of a schedule, however often the clock strikes for it, with how far it is.

use crate::domain::time::{self, Timestamp};
use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How long a run holds its time: what has said nothing for longer was killed. A function is stopped after 5 minutes.
pub const HOLD_MINUTES: i64 = 6;

/// How a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobRunState {
    /// 実行中.
    Running,
    /// 継続待ち: more is left to do, and the next stroke of the clock goes on.
    Waiting,
    /// 完了.
    Succeeded,
    /// 失敗: the next stroke of the clock tries again.
    Failed,
}

/// The run of a job for one time of its schedule (定期処理の実行記録).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct JobRun {
    /// The job's name.
    pub job: String,
    /// The time of the schedule that it is for.
    #[serde(with = "time::rfc3339")]
    #[schemars(with = "String")]
    pub scheduled_at: Timestamp,
    /// How it stands.
    pub state: JobRunState,
    /// How often it was begun or gone on with.
    pub attempts: u32,
    /// When the latest attempt began.
    #[serde(with = "time::rfc3339")]
    #[schemars(with = "String")]
    pub started_at: Timestamp,
    /// When the latest attempt ended.
    #[serde(with = "time::rfc3339::option")]
    #[schemars(with = "Option<String>")]
    pub ended_at: Option<Timestamp>,
    /// How many things it has done, over all attempts.
    pub done: u64,
    /// How many things failed in the latest attempt.
    pub failed: u64,
    /// The stable code of what stopped the latest attempt.
    pub code: Option<String>,
    /// The latest time of the schedule that was done, as far as this item knows: jobs that run many times an hour have one for all.
    #[serde(with = "time::rfc3339::option")]
    #[schemars(with = "Option<String>")]
    pub succeeded: Option<Timestamp>,
    /// Counts its writes.
    pub version: u64,
}

/// What a stroke of the clock finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The time is this run's from now on.
    Taken(JobRun),
    /// It was done for this time.
    Done,
    /// Another run holds it.
    Held,
}

impl JobRun {
    /// What a stroke of the clock at `now` does about a time of the schedule, of which this run is known, or an earlier one that
    /// stands in the same item.
    #[must_use]
    pub fn claim(found: Option<&Self>, job: &str, scheduled_at: Timestamp, now: Timestamp) -> Claim {
        let first = Self {
            job: job.to_owned(),
            scheduled_at,
            state: JobRunState::Running,
            attempts: 1,
            started_at: now,
            ended_at: None,
            done: 0,
            failed: 0,
            code: None,
            succeeded: found.and_then(|found| found.succeeded),
            version: found.map_or(1, |found| found.version + 1),
        };
        match found {
            Some(found) if found.succeeded.is_some_and(|time| time >= scheduled_at) => Claim::Done,
            Some(found) if found.state == JobRunState::Running && now - found.started_at < TimeDelta::minutes(HOLD_MINUTES) => Claim::Held,
            Some(found) if found.scheduled_at == scheduled_at => {
                Claim::Taken(Self { attempts: found.attempts + 1, done: found.done, ..first })
            }
            _ => Claim::Taken(first),
        }
    }

    /// The run as its attempt ended: what it did, and whether more is left, or the code of what stopped it.
    #[must_use]
    pub fn ended(self, outcome: Result<(u32, u32, bool), &'static str>, now: Timestamp) -> Self {
        let (state, (done, failed), code) = match outcome {
            Ok((done, failed, true)) => (JobRunState::Waiting, (done, failed), None),
            Ok((done, failed, false)) => (JobRunState::Succeeded, (done, failed), None),
            Err(code) => (JobRunState::Failed, (0, 0), Some(code.to_owned())),
        };
        Self {
            state,
            ended_at: Some(now),
            done: self.done + u64::from(done),
            failed: failed.into(),
            code,
            succeeded: if state == JobRunState::Succeeded { Some(self.scheduled_at) } else { self.succeeded },
            version: self.version + 1,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn at(minute: i64) -> Timestamp {
        chrono::DateTime::parse_from_rfc3339("2026-11-24T02:00:00+09:00").unwrap() + TimeDelta::minutes(minute)
    }

    fn taken(claim: Claim) -> JobRun {
        match claim {
            Claim::Taken(run) => run,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_time_is_taken_once_and_again_after_what_held_it_was_killed() {
        let first = taken(JobRun::claim(None, "backup_take", at(0), at(0)));
        let claim = |found: &JobRun, minute| JobRun::claim(Some(found), "backup_take", at(0), at(minute));
        assert_eq!(claim(&first, HOLD_MINUTES - 1), Claim::Held);
        let second = taken(claim(&first, HOLD_MINUTES));
        assert_eq!((second.attempts, second.version), (2, 2));
        assert_eq!(claim(&first.clone().ended(Ok((3, 0, false)), at(1)), 60), Claim::Done);
        let waiting = first.clone().ended(Ok((3, 1, true)), at(1));
        let third = taken(claim(&waiting, 2)).ended(Ok((2, 0, false)), at(3));
        assert_eq!((third.done, third.failed, third.state), (5, 0, JobRunState::Succeeded));
        let failed = first.ended(Err("temporarily_unavailable"), at(1));
        assert_eq!((failed.code.as_deref(), failed.done), (Some("temporarily_unavailable"), 0));
        assert_eq!(taken(claim(&failed, 2)).attempts, 2);
    }

    #[test]
    fn one_item_for_all_times_is_held_by_one_run_and_never_goes_back() {
        let first = taken(JobRun::claim(None, "mail_deliver", at(0), at(0)));
        assert_eq!(JobRun::claim(Some(&first), "mail_deliver", at(1), at(1)), Claim::Held);
        let failed = first.clone().ended(Ok((4, 0, false)), at(1));
        let next = taken(JobRun::claim(Some(&failed), "mail_deliver", at(1), at(1)));
        assert_eq!((next.done, next.attempts, next.succeeded, next.version), (0, 1, Some(at(0)), 3));
        let next = next.ended(Err("temporarily_unavailable"), at(1));
        assert_eq!(next.succeeded, Some(at(0)));
        assert_eq!(JobRun::claim(Some(&next), "mail_deliver", at(0), at(2)), Claim::Done);
    }

    proptest! {
        #[test]
        fn whatever_strikes_when_it_succeeds_once(strokes in proptest::collection::vec((0_i64..20, 0_u8..4), 1..60)) {
            let (mut found, mut now, mut succeeded): (Option<JobRun>, i64, u32) = (None, 0, 0);
            for (minutes, ends) in strokes {
                now += minutes;
                let Claim::Taken(run) = JobRun::claim(found.as_ref(), "job", at(0), at(now)) else { continue };
                prop_assert_eq!(succeeded, 0);
                found = Some(match ends {
                    0 => run,
                    1 => run.ended(Ok((1, 0, true)), at(now)),
                    2 => run.ended(Err("internal_error"), at(now)),
                    _ => { succeeded += 1; run.ended(Ok((1, 0, false)), at(now)) }
                });
            }
        }
    }
}
