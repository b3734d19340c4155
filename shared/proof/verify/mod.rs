//! Verification: from what the seals prove, down to the lines of the file.

mod log;
mod records;
mod rows;

use crate::export::{Content, Header, Line, read};
use crate::finding::{Finding, Kind, Summary, Unusable, Verdict};
use crate::seal::SignedSeal;
use crate::signature::PublicKey;
use log::Log;
use rows::Row;

/// Verifies an export with the public key and, where given, a seal that was kept from earlier.
///
/// # Errors
/// Where nothing can be said: it isn't an export, or the earlier seal can't be compared with it.
pub fn verify(export: &[u8], key: &PublicKey, earlier: Option<&SignedSeal>) -> Result<Verdict, Unusable> {
    let lines = read(export);
    let lines: Vec<Option<&Line>> = lines.iter().map(Option::as_ref).collect();
    check(&lines, key, earlier)
}

/// The same of lines that were read already; `None` stands for one that can't be read.
///
/// # Errors
/// As [`verify`].
pub fn check(lines: &[Option<&Line>], key: &PublicKey, earlier: Option<&SignedSeal>) -> Result<Verdict, Unusable> {
    if lines.iter().all(Option::is_none) {
        return Err(Unusable("タイムラインの書出しではありません", "this is no export of a timeline"));
    }
    let Some(Content::Header(header)) = lines[0].map(|line| &line.content) else {
        return Ok(Verdict::Tampered(Finding::new(Kind::Changed, HEADER).at(0)));
    };
    let rows = rows::of(lines);
    let log = Log::of(header, lines, key);
    let found = match &log {
        Ok(log) => rows::first_fault(header, log, &rows).or_else(|| records::first_fault(header, &rows)),
        Err(fault) => Some(fault.explained(header, &rows)),
    };
    let found = found.or_else(|| header_fault(header, &rows)).or_else(|| file_fault(lines, key));
    let (Ok(log), None) = (&log, &found) else {
        return Ok(Verdict::Tampered(found.unwrap_or_else(|| Finding::new(Kind::Changed, FILE))));
    };
    if let Some(seal) = earlier
        && let Some(fork) = log.fork(header, seal, key)?
    {
        return Ok(Verdict::Tampered(fork));
    }
    Ok(Verdict::Intact(summary(header, log, &rows)))
}

pub(crate) const HEADER: (&str, &str) = ("書出しの先頭行", "the export's header");
const FILE: (&str, &str) = ("書出しの行", "a line of the export");
const SIGNATURE: (&str, &str) = ("書出しの署名", "the export's signature");

fn header_fault(header: &Header, rows: &[Row<'_>]) -> Option<Finding> {
    let entries = rows.iter().filter(|row| row.is_entry()).count() as u64;
    let right = header.format == crate::export::FORMAT && header.from <= header.to && header.entries == entries;
    (!right).then(|| Finding::new(Kind::Changed, HEADER).at(0))
}

// The first line that doesn't follow the one before, or the end that isn't the service's.
fn file_fault(lines: &[Option<&Line>], key: &PublicKey) -> Option<Finding> {
    for (place, line) in lines.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|before| lines[before]);
        if !line.is_some_and(|line| line.follows(before)) {
            let finding = Finding::new(Kind::Changed, FILE).at(place);
            return Some(match line.and_then(Line::leaf) {
                Some((leaf, _)) => finding.of(leaf),
                None => finding,
            });
        }
    }
    let end = lines.len() - 1;
    let ends = lines[end].is_some_and(|line| line.ends(end as u64, key));
    (!ends).then(|| Finding::new(Kind::Changed, SIGNATURE).at(end))
}

fn summary(header: &Header, log: &Log<'_>, rows: &[Row<'_>]) -> Summary {
    let count = |sealed: bool| rows.iter().filter(|row| row.is_entry() && row.position().is_some() == sealed).count() as u64;
    Summary {
        organization: header.organization.clone(),
        period: (header.from.clone(), header.to.clone()),
        made_at: header.made_at.clone(),
        sealed: count(true),
        unsealed: count(false),
        seal: log.last_seal().map_or(0, |seal| seal.number),
        tree_size: header.tree_size,
    }
}
