//! The entries, compared one by one with the leaves that the seals prove.

use super::log::Log;
use crate::digest::Digest;
use crate::export::{Content, Header, Line};
use crate::finding::{Finding, Kind};
use crate::leaf::Leaf;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

const ENTRY: (&str, &str) = ("記録", "an entry");
const UNREADABLE: (&str, &str) = ("読み取れない行", "a line that can't be read");

/// A line where an entry or a leaf should stand.
#[derive(Clone, Copy, Debug)]
pub struct Row<'l> {
    /// Its place among the lines, from 0.
    pub place: usize,
    /// The line; `None` where it can't be read.
    pub line: Option<&'l Line>,
}

impl<'l> Row<'l> {
    /// Its leaf and the leaf's hash.
    pub fn leaf(&self) -> Option<(&'l Leaf, &'l Digest)> {
        self.line.and_then(Line::leaf)
    }

    /// The position that it names.
    pub fn position(&self) -> Option<u64> {
        match self.line.map(|line| &line.content) {
            Some(Content::Entry(row)) => row.position,
            Some(Content::Leaf(outside)) => Some(outside.position),
            _ => None,
        }
    }

    /// The entry, where the line holds one.
    pub fn entry(&self) -> Option<&'l Value> {
        match self.line.map(|line| &line.content) {
            Some(Content::Entry(row)) => Some(&row.entry),
            _ => None,
        }
    }

    /// Whether it is a whole entry.
    pub fn is_entry(&self) -> bool {
        self.entry().is_some()
    }

    /// A finding about it.
    pub fn finding(&self, kind: Kind) -> Finding {
        match self.leaf() {
            Some((leaf, _)) => Finding::new(kind, ENTRY).at(self.place).of(leaf),
            None => Finding::new(kind, UNREADABLE).at(self.place),
        }
    }
}

/// The rows of an export: what lies behind the last seal and the last leaf hashes, but for the end.
pub fn of<'l>(lines: &[Option<&'l Line>]) -> Vec<Row<'l>> {
    let before =
        |line: &Option<&Line>| line.is_some_and(|line| matches!(line.content, Content::Header(_) | Content::Seal(_) | Content::Leaves(_)));
    let first = lines.iter().rposition(before).map_or(0, |last| last + 1);
    let rows = lines.iter().enumerate();
    rows.filter(|(place, line)| line.map_or(*place >= first, |line| line.leaf().is_some()))
        .map(|(place, line)| Row { place, line: *line })
        .collect()
}

/// Whether a time lies in the export's period.
fn in_period(header: &Header, leaf: &Leaf) -> bool {
    leaf.at.get(..10).is_some_and(|day| header.from.as_str() <= day && day <= header.to.as_str())
}

/// The first row that isn't what the log holds at its place.
pub fn first_fault(header: &Header, log: &Log<'_>, rows: &[Row<'_>]) -> Option<Finding> {
    let known: HashMap<&Digest, u64> = log.leaves.iter().zip(header.first_position..).collect();
    let present: HashSet<&Digest> = rows.iter().filter_map(|row| Some(row.leaf()?.1)).collect();
    let mut walk = Walk { header, log, rows, known, present, expected: header.first_position, last: None };
    let fault = rows.iter().find_map(|row| walk.fault(row));
    fault.or_else(|| (walk.expected < header.tree_size).then(|| walk.removed()))
}

struct Walk<'a> {
    header: &'a Header,
    log: &'a Log<'a>,
    rows: &'a [Row<'a>],
    known: HashMap<&'a Digest, u64>,
    present: HashSet<&'a Digest>,
    expected: u64,
    last: Option<&'a Leaf>,
}

impl<'a> Walk<'a> {
    fn fault(&mut self, row: &Row<'a>) -> Option<Finding> {
        // An end that was moved up, or is cut off, is a fault of the file; it isn't a row.
        let wanted = self.wanted();
        // Whether what should stand here stands elsewhere: then this row was put in front of it.
        let elsewhere = wanted.is_some_and(|wanted| self.present.contains(wanted));
        let Some((leaf, digest)) = row.leaf() else {
            let kind = if elsewhere { Kind::Inserted } else { Kind::Changed };
            return Some(self.placed(row.finding(kind)));
        };
        match (row.position(), self.known.get(digest)) {
            (Some(position), Some(known)) if *known == self.expected => {
                self.expected += 1;
                self.misplaced(row, leaf, position != *known)
            }
            (None, None) if wanted.is_none() => self.unsealed(row, leaf),
            (None, Some(known)) if *known == self.expected => Some(row.finding(Kind::Changed)),
            (_, Some(known)) if *known < self.expected => Some(row.finding(Kind::Inserted)),
            (_, Some(_)) if elsewhere => Some(row.finding(Kind::Reordered)),
            (_, Some(_)) => Some(self.removed()),
            (None, None) if !elsewhere => Some(self.removed()),
            (_, None) if elsewhere || wanted.is_none() => Some(row.finding(Kind::Inserted)),
            (_, None) => Some(self.placed(row.finding(Kind::Changed))),
        }
    }

    fn wanted(&self) -> Option<&'a Digest> {
        let place = usize::try_from(self.expected.checked_sub(self.header.first_position)?).ok()?;
        self.log.leaves.get(place)
    }

    fn placed(&self, finding: Finding) -> Finding {
        if self.expected < self.header.tree_size { finding.position(self.expected) } else { finding }
    }

    // The log holds it here; what is left is whether it may stand as it does.
    fn misplaced(&self, row: &Row<'_>, leaf: &Leaf, other_position: bool) -> Option<Finding> {
        let inside = in_period(self.header, leaf);
        if inside && !row.is_entry() {
            return Some(row.finding(Kind::Removed));
        }
        let foreign = row.entry().is_some_and(|entry| entry.get("organization").and_then(Value::as_str) != Some(&self.header.organization));
        if other_position || foreign || (!inside && row.is_entry()) {
            return Some(row.finding(Kind::Changed));
        }
        None
    }

    // Behind the log's end: an entry that may not be sealed yet, in order of time.
    fn unsealed(&mut self, row: &Row<'a>, leaf: &'a Leaf) -> Option<Finding> {
        let foreign = row.entry().is_none_or(|entry| entry.get("organization").and_then(Value::as_str) != Some(&self.header.organization));
        let settled = self.log.last_seal().is_some_and(|seal| leaf.at < seal.settled);
        if foreign || settled || !in_period(self.header, leaf) {
            return Some(row.finding(Kind::Inserted));
        }
        let before = self.last.replace(leaf);
        before.is_some_and(|before| before >= leaf).then(|| row.finding(Kind::Reordered))
    }

    // What should stand here stands nowhere. Its name is in no line; where one record alone lacks an entry, that is it.
    fn removed(&self) -> Finding {
        let finding = Finding { entry: super::records::missing(self.rows), ..Finding::new(Kind::Removed, ENTRY) };
        let sealed = self.log.seals.iter().find(|seal| self.expected < seal.tree_size).map(|seal| seal.number);
        Finding { seal: sealed, ..finding.position(self.expected) }
    }
}
