//! How a record of a backup and its timeline stand to each other. A backup holds each item as it was at about one moment, so that
//! it may have caught half of a transaction: only within the time in which it was made, and only at the end of a timeline.

use super::{DrillFault, Generation};
use crate::domain::time::Timestamp;
use crate::domain::timeline::Entry;
use chrono::TimeDelta;

/// The time in which a backup may have caught half of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    from: Timestamp,
    through: Timestamp,
}

impl Window {
    /// Whether it holds a time.
    #[must_use]
    pub fn holds(self, time: Timestamp) -> bool {
        self.from <= time && time <= self.through
    }
}

impl Generation {
    /// The time in which its backups may have caught half of a transaction: a minute before for clocks that differ.
    #[must_use]
    pub fn window(&self) -> Window {
        Window { from: self.started_at - TimeDelta::minutes(1), through: self.completed_at.unwrap_or(self.started_at) }
    }
}

/// What a record says of its timeline.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// How many entries it has.
    pub version: u64,
    /// The hash of the last.
    pub head: String,
    /// The record's own hash, as the last entry should name it.
    pub hash: String,
    /// When it was last changed, where it says so.
    pub changed_at: Option<Timestamp>,
}

/// How a record and its timeline stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chain {
    /// The entries form an unbroken chain that ends at the record.
    Whole,
    /// The end was caught in the middle of a transaction, and can be mended.
    Torn,
    /// It is broken.
    Broken(DrillFault),
}

/// A walk along the entries of a record, in their order.
#[derive(Clone, Debug)]
pub struct ChainWalk {
    claimed: Claimed,
    window: Window,
    sequence: u64,
    previous: String,
    is_linked: bool,
    /// Whether the entry that the record names as its last is that one, and names the record as it is.
    at_record: Option<(bool, bool)>,
    /// Whether every entry beyond the record is of the time of the backup.
    is_recent: bool,
}

impl ChainWalk {
    /// At its beginning.
    #[must_use]
    pub const fn new(claimed: Claimed, window: Window) -> Self {
        Self { claimed, window, sequence: 0, previous: String::new(), is_linked: true, at_record: None, is_recent: true }
    }

    /// Takes the next entry.
    pub fn take(&mut self, entry: &Entry) {
        self.is_linked &= entry.sequence == self.sequence + 1 && entry.previous == self.previous;
        self.sequence += 1;
        self.previous = entry.hash();
        if self.sequence == self.claimed.version {
            self.at_record = Some((self.previous == self.claimed.head, entry.record_hash == self.claimed.hash));
        }
        if self.sequence > self.claimed.version {
            self.is_recent &= self.window.holds(entry.at);
        }
    }

    /// How they stand to each other, at the end.
    #[must_use]
    pub fn end(&self) -> Chain {
        let is_changed_recently = self.claimed.changed_at.is_some_and(|time| self.window.holds(time));
        match self.at_record {
            _ if !self.is_linked => Chain::Broken(DrillFault::ChainBroken),
            Some((false, _)) => Chain::Broken(DrillFault::ChainBroken),
            Some((true, false)) => Chain::Broken(DrillFault::RecordChanged),
            Some((true, true)) if self.sequence == self.claimed.version => Chain::Whole,
            Some((true, true)) if self.is_recent => Chain::Torn,
            // The record is there and its last entry isn't.
            None if is_changed_recently && self.sequence + 1 == self.claimed.version => Chain::Torn,
            _ => Chain::Broken(DrillFault::ChainBroken),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::id::{Identifier, OrganizationId, Unique};
    use crate::domain::timeline::{Actor, Event};
    use crate::key::Kind;
    use proptest::prelude::*;

    fn at(minute: i64) -> Timestamp {
        chrono::DateTime::parse_from_rfc3339("2026-11-01T02:00:00+09:00").unwrap() + TimeDelta::minutes(minute)
    }

    fn window() -> Window {
        Generation { completed_at: Some(at(10)), ..Generation::begun(at(0), 1, at(0)) }.window()
    }

    fn entries(minutes: &[i64]) -> Vec<Entry> {
        let mut previous = String::new();
        let make = |(position, minute): (usize, &i64)| {
            let entry = Entry {
                organization: OrganizationId::from_unique(Unique::new(at(0), [0; 10])),
                record_kind: Kind::Claim,
                record_id: "clm_1".into(),
                sequence: position as u64 + 1,
                at: at(*minute),
                actor: Actor::Anonymous,
                operation: Event::ClaimUpdated,
                changes: vec![],
                record_hash: format!("record {}", position + 1),
                request: String::new(),
                previous: previous.clone(),
            };
            previous = entry.hash();
            entry
        };
        minutes.iter().enumerate().map(make).collect()
    }

    fn claimed(entries: &[Entry], minute: i64) -> Claimed {
        let last = entries.last().unwrap();
        Claimed { version: last.sequence, head: last.hash(), hash: last.record_hash.clone(), changed_at: Some(at(minute)) }
    }

    fn walked(claimed: Claimed, entries: &[Entry]) -> Chain {
        let mut walk = ChainWalk::new(claimed, window());
        entries.iter().for_each(|entry| walk.take(entry));
        walk.end()
    }

    #[test]
    fn the_window_is_that_of_the_backup() {
        assert!(window().holds(at(-1)) && window().holds(at(10)) && !window().holds(at(-2)) && !window().holds(at(11)));
    }

    #[test]
    fn what_is_torn_at_its_end_is_told_from_what_is_broken() {
        let (old, recent) = (entries(&[-60, -50, -40]), entries(&[-60, -50, 1]));
        let broken = |fault| Chain::Broken(fault);
        let changed = |entries: &[Entry], minute| Claimed { hash: "other".into(), ..claimed(entries, minute) };
        let mut altered = old.clone();
        altered[1].request = "altered".into();
        let table = [
            ("whole", claimed(&old, -40), old.clone(), Chain::Whole),
            ("the record is another", changed(&old, -40), old.clone(), broken(DrillFault::RecordChanged)),
            ("an entry is another", claimed(&old, -40), altered, broken(DrillFault::ChainBroken)),
            ("one in the middle is gone", claimed(&old, -40), [&old[..1], &old[2..]].concat(), broken(DrillFault::ChainBroken)),
            ("the first is gone", claimed(&old, -40), old[1..].to_vec(), broken(DrillFault::ChainBroken)),
            ("the last is gone", claimed(&old, -40), old[..2].to_vec(), broken(DrillFault::ChainBroken)),
            ("the last wasn't caught", claimed(&recent, 1), recent[..2].to_vec(), Chain::Torn),
            ("two weren't caught", claimed(&recent, 1), recent[..1].to_vec(), broken(DrillFault::ChainBroken)),
            ("the record wasn't caught", claimed(&recent[..2], -50), recent.clone(), Chain::Torn),
            ("old entries beyond the record", claimed(&old[..2], -50), old.clone(), broken(DrillFault::ChainBroken)),
            ("nothing is left", claimed(&old, -40), vec![], broken(DrillFault::ChainBroken)),
        ];
        for (case, claimed, entries, expected) in table {
            assert_eq!(walked(claimed, &entries), expected, "{case}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_is_gone_from_before_the_backup_passes(count in 2_usize..12, gone in any::<prop::sample::Index>()) {
            let all = entries(&(0..count).map(|place| -1_000 + i64::try_from(place).unwrap()).collect::<Vec<_>>());
            let (gone, claimed) = (gone.index(count), claimed(&all, -900));
            prop_assert_eq!(walked(claimed.clone(), &all), Chain::Whole);
            let left: Vec<_> = all.iter().enumerate().filter(|(place, _)| *place != gone).map(|(_, entry)| entry.clone()).collect();
            prop_assert_eq!(walked(claimed, &left), Chain::Broken(DrillFault::ChainBroken));
        }
    }
}
