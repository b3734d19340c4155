//! An operator's look into an organization (運営者の閲覧, WP15): for a reason and a ticket, read-only, at most an hour, and on the
//! organization's timeline.

use super::id::OperatorAccessId;
use super::operator::Operator;
use super::refusal::Refusal;
use super::text::Line;
use super::time::{Timestamp, rfc3339};
use crate::key::Kind;
use serde::{Deserialize, Serialize};

/// How long an access lasts at most, in minutes.
pub const ACCESS_MINUTES: u32 = 60;

/// An access.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperatorAccess {
    /// Its identifier.
    pub id: OperatorAccessId,
    /// Whose.
    pub operator: Operator,
    /// 理由.
    pub reason: Line<500>,
    /// 問合せ番号: of the ticket that asks for it.
    pub ticket: Line<100>,
    /// When it was opened.
    #[serde(with = "rfc3339")]
    pub opened_at: Timestamp,
    /// When it ends.
    #[serde(with = "rfc3339")]
    pub ends_at: Timestamp,
    /// How many records were read.
    pub reads: u32,
    /// The record read last, as `claim clm_…`.
    pub last_read: Option<String>,
}

impl OperatorAccess {
    /// A new access.
    ///
    /// # Errors
    /// [`Refusal::AccessMinutesOutOfRange`].
    pub fn open(
        id: OperatorAccessId,
        operator: Operator,
        reason: Line<500>,
        ticket: Line<100>,
        minutes: u32,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        if !(1..=ACCESS_MINUTES).contains(&minutes) {
            return Err(Refusal::AccessMinutesOutOfRange(ACCESS_MINUTES as usize));
        }
        let ends_at = now + chrono::TimeDelta::minutes(minutes.into());
        Ok(Self { id, operator, reason, ticket, opened_at: now, ends_at, reads: 0, last_read: None })
    }

    /// The access after its operator read a record.
    ///
    /// # Errors
    /// [`Refusal::AccessEnded`], also where it is another operator's.
    pub fn read(&self, operator: &Operator, kind: Kind, id: &str, now: Timestamp) -> Result<Self, Refusal> {
        if !self.operator.is(operator) || now >= self.ends_at {
            return Err(Refusal::AccessEnded);
        }
        Ok(Self { reads: self.reads.saturating_add(1), last_read: Some(format!("{} {id}", kind.as_str())), ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::id::{Identifier, Unique};
    use chrono::TimeDelta;

    fn open(minutes: u32) -> Result<OperatorAccess, Refusal> {
        let now = crate::domain::time::in_japan(chrono::DateTime::UNIX_EPOCH);
        let id = OperatorAccessId::from_unique(Unique::new(now, [1; 10]));
        OperatorAccess::open(id, "alice".parse().unwrap(), "調査".parse().unwrap(), "T-1".parse().unwrap(), minutes, now)
    }

    #[test]
    fn at_most_an_hour() {
        for (minutes, allowed) in [(0, false), (1, true), (60, true), (61, false)] {
            assert_eq!(open(minutes).is_ok(), allowed, "{minutes}");
        }
    }

    #[test]
    fn only_its_operator_reads_and_only_until_it_ends() {
        let access = open(10).unwrap();
        let at = |minutes| access.opened_at + TimeDelta::minutes(minutes);
        let read = |operator: &str, minutes| access.read(&operator.parse().unwrap(), Kind::Claim, "clm_1", at(minutes));
        assert_eq!(read("bob", 1).unwrap_err(), Refusal::AccessEnded);
        assert_eq!(read("alice", 10).unwrap_err(), Refusal::AccessEnded);
        let after = read("alice", 9).unwrap();
        assert_eq!((after.reads, after.last_read.as_deref()), (1, Some("claim clm_1")));
    }
}
