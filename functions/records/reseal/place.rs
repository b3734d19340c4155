//! How far sealing an organization's records anew has come.

use super::Walked;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::domain::data_key::is_done;
use shared::domain::time::{Timestamp, rfc3339};
use shared::key::Kind;
use shared::ports::Position;

/// Where a pass is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Stage {
    /// The records of a kind.
    Records {
        /// The kind.
        kind: Kind,
        /// After this one.
        after: Option<Position>,
    },
    /// The timeline of a day.
    Timeline {
        /// The day.
        #[serde(deserialize_with = "shared::domain::date::strict")]
        day: NaiveDate,
        /// After this entry.
        after: Option<Position>,
    },
}

/// The walk over an organization's records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reseal {
    /// The version of the data key under which everything is to be sealed.
    pub target: u64,
    /// When that version was made.
    #[serde(with = "rfc3339")]
    pub rotated_at: Timestamp,
    /// When this pass began.
    #[serde(with = "rfc3339")]
    pub began_at: Timestamp,
    /// Whether it has met an older seal.
    pub met_older: bool,
    /// Where it is.
    pub stage: Stage,
    /// One more with every step. Begins at the time of the rotation, so that two walks of one organization share none.
    pub version: u64,
}

const FIRST: Stage = Stage::Records { kind: Kind::ALL[0], after: None };

impl Reseal {
    /// The walk that a rotation begins.
    #[must_use]
    pub fn begin(target: u64, now: Timestamp) -> Self {
        let version = u64::try_from(now.timestamp_millis()).unwrap_or_default();
        Self { target, rotated_at: now, began_at: now, met_older: false, stage: FIRST, version }
    }

    /// Whether a pass has just begun.
    #[must_use]
    pub fn is_at_the_start(&self) -> bool {
        self.stage == FIRST
    }

    /// Where the walk is after a step: further on, at the start of another pass, or done.
    #[must_use]
    pub fn after(&self, walked: Walked, now: Timestamp) -> Option<Self> {
        let (met_older, version) = (self.met_older || walked.met_older, self.version + 1);
        match walked.next {
            Some(stage) => Some(Self { met_older, stage, version, ..self.clone() }),
            None if is_done(self.rotated_at, self.began_at, met_older) => None,
            None => Some(Self { began_at: now, met_older: false, stage: FIRST, version, ..self.clone() }),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use chrono::TimeDelta;

    fn walked(met_older: bool, next: Option<Stage>) -> Walked {
        Walked { met_older, next }
    }

    #[test]
    fn a_walk_ends_with_a_pass_that_met_nothing_older() {
        let now = chrono::DateTime::parse_from_rfc3339("2026-10-01T10:00:00+09:00").unwrap();
        let later = now + TimeDelta::hours(1);
        let animals = Stage::Records { kind: Kind::Animal, after: None };
        let began = Reseal::begin(2, now);
        let there = began.after(walked(true, Some(animals.clone())), now).unwrap();
        assert_eq!((&there.stage, there.met_older, there.version), (&animals, true, began.version + 1));
        // It met something older: another pass.
        let second = there.after(walked(false, None), later).unwrap();
        assert!(second.is_at_the_start() && !second.met_older && second.began_at == later);
        // Nothing older, and it began long enough after the rotation.
        assert_eq!(second.after(walked(false, None), later), None);
        // A clean pass that began too early shows nothing.
        assert!(began.after(walked(false, None), later).unwrap().is_at_the_start());
    }

    #[test]
    fn a_place_survives_the_store() {
        let now = chrono::DateTime::parse_from_rfc3339("2026-10-01T10:00:00+09:00").unwrap();
        let position = Position { key: ("a".into(), "b".into()), index: Some(("c".into(), "d".into())) };
        let stage = Stage::Timeline { day: now.date_naive(), after: Some(position) };
        let place = Reseal { stage, ..Reseal::begin(2, now) };
        assert_eq!(serde_json::from_value::<Reseal>(serde_json::to_value(&place).unwrap()).unwrap(), place);
    }
}
