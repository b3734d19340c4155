//! Each record's own chain, over the rows: what was changed before it was sealed, or isn't sealed yet.

use super::rows::Row;
use crate::digest::Digest;
use crate::export::Header;
use crate::finding::{Finding, Kind, name};
use crate::leaf::Leaf;
use serde_json::Value;
use std::collections::HashMap;

/// The last entry of a record that was looked at.
struct Last {
    sequence: u64,
    hash: Digest,
}

/// The first row that doesn't follow its record's row before.
pub fn first_fault(header: &Header, rows: &[Row<'_>]) -> Option<Finding> {
    let mut last: HashMap<(&str, &str), Last> = HashMap::new();
    for row in rows {
        let Some((leaf, _)) = row.leaf() else { continue };
        let record = (leaf.record_kind.as_str(), leaf.record_id.as_str());
        // From the log's first leaf on, a record begins with its first entry; later it may have begun before.
        let begins = header.first_position == 0 && !last.contains_key(&record);
        if let Some(kind) = broken(row, leaf, last.get(&record), begins) {
            return Some(match kind {
                Kind::Gap => Finding { entry: Some(name(record.0, record.1, before(&last, record) + 1)), ..row.finding(kind) },
                _ => row.finding(kind),
            });
        }
        last.insert(record, Last { sequence: leaf.sequence, hash: leaf.hash });
    }
    None
}

fn before(last: &HashMap<(&str, &str), Last>, record: (&str, &str)) -> u64 {
    last.get(&record).map_or(0, |last| last.sequence)
}

fn broken(row: &Row<'_>, leaf: &Leaf, last: Option<&Last>, begins: bool) -> Option<Kind> {
    let previous = row.entry().map(|entry| entry.get("previous").and_then(Value::as_str).unwrap_or_default());
    match last {
        Some(last) if leaf.sequence <= last.sequence => Some(Kind::Reordered),
        Some(last) if leaf.sequence > last.sequence + 1 => Some(Kind::Gap),
        Some(last) => previous.is_some_and(|previous| previous.parse() != Ok(last.hash)).then_some(Kind::Changed),
        None if leaf.sequence == 1 => previous.is_some_and(|previous| !previous.is_empty()).then_some(Kind::Changed),
        None => (begins || leaf.sequence == 0).then_some(Kind::Gap),
    }
}

/// The name of the one entry that is missing between a record's others, where exactly one is.
pub fn missing(rows: &[Row<'_>]) -> Option<String> {
    let mut last: HashMap<(&str, &str), u64> = HashMap::new();
    let mut missing = Vec::new();
    for (leaf, _) in rows.iter().filter_map(Row::leaf) {
        let before = last.insert((&leaf.record_kind, &leaf.record_id), leaf.sequence);
        if before.is_some_and(|before| leaf.sequence == before + 2) {
            missing.push(name(&leaf.record_kind, &leaf.record_id, leaf.sequence - 1));
        }
    }
    match missing.as_mut_slice() {
        [one] => Some(std::mem::take(one)),
        _ => None,
    }
}
