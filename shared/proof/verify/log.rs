//! The seals and the leaf hashes between them: what is proven before any entry is looked at.

use super::rows::Row;
use crate::digest::Digest;
use crate::export::{Content, Header, Line};
use crate::finding::{Finding, Kind, Unusable};
use crate::seal::{Seal, SignedSeal};
use crate::signature::PublicKey;
use crate::tree::{Frontier, is_consistent};

const SEAL: (&str, &str) = ("封印", "a seal");
const LEAVES: (&str, &str) = ("ログのハッシュ", "the log's hashes");
const BASE: (&str, &str) = ("直前の封印", "the seal before");
const SPAN: (&str, &str) = ("封印された範囲の記録", "an entry under the seal");

/// The log's leaves, whose roots the seals bear out.
#[derive(Debug)]
pub struct Log<'l> {
    /// The seals in order.
    pub seals: Vec<&'l Seal>,
    /// The leaf hashes from the header's first position.
    pub leaves: Vec<Digest>,
}

/// Why the log can't be trusted.
#[derive(Debug)]
pub enum Fault<'l> {
    /// A seal, or a line of leaf hashes, isn't what it should be.
    Named(Finding),
    /// Leaves don't give the root of a seal.
    Root { seal: &'l Seal, line: usize, leaves: Vec<Digest>, frontier: Frontier },
}

impl<'l> Log<'l> {
    /// The log of an export.
    pub fn of(header: &'l Header, lines: &[Option<&'l Line>], key: &PublicKey) -> Result<Self, Fault<'l>> {
        let frontier = base(header, key).ok_or_else(|| Fault::Named(Finding::new(Kind::Changed, BASE).at(0)))?;
        let seals = seals(header, lines, key).map_err(Fault::Named)?;
        let leaves = leaves(header, lines).map_err(Fault::Named)?;
        let mut grown = frontier.clone();
        for (line, seal) in &seals {
            while grown.size() < seal.tree_size {
                let next = usize::try_from(grown.size() - header.first_position).ok().and_then(|place| leaves.get(place));
                let Some(leaf) = next else { return Err(Fault::Named(Finding::new(Kind::Removed, LEAVES).position(grown.size()))) };
                grown.push(*leaf);
            }
            if grown.root() != seal.root {
                return Err(Fault::Root { seal, line: *line, leaves, frontier });
            }
        }
        Ok(Self { seals: seals.into_iter().map(|(_, seal)| seal).collect(), leaves })
    }

    /// The last seal.
    pub fn last_seal(&self) -> Option<&'l Seal> {
        self.seals.last().copied()
    }

    /// Whether the log forked from the one that a kept seal was made of.
    ///
    /// # Errors
    /// Where the seal isn't one, or lies outside what the export can show.
    pub fn fork(&self, header: &Header, kept: &SignedSeal, key: &PublicKey) -> Result<Option<Finding>, Unusable> {
        let seal = &kept.seal;
        if !kept.holds(key) {
            return Err(Unusable("以前の封印の署名が正しくありません", "the earlier seal's signature doesn't hold"));
        }
        if seal.organization != header.organization {
            return Err(Unusable("以前の封印は別の組織のものです", "the earlier seal is another organization's"));
        }
        let fork = || Some(Finding::new(Kind::Fork, SEAL).seal(seal.number));
        let same = self.seals.iter().copied().chain(header.base.iter().map(|base| &base.seal)).find(|own| own.number == seal.number);
        if let Some(own) = same {
            return Ok(if own == seal { None } else { fork() });
        }
        if seal.tree_size > header.tree_size {
            // A log never shrinks: an export that was made of later seals must have grown past it.
            let later = self.last_seal().or(header.base.as_ref().map(|base| &base.seal));
            let shrunk = later.is_some_and(|last| last.number > seal.number) || (header.made_at > seal.at && header.to >= day(&seal.at));
            return if shrunk { Ok(fork()) } else { Err(TOO_LATE) };
        }
        let Some(base) = header.base.as_ref().filter(|base| seal.tree_size <= base.seal.tree_size) else { return Ok(fork()) };
        let Some(earlier) = header.earlier.as_ref().filter(|earlier| earlier.tree_size == seal.tree_size) else { return Err(TOO_EARLY) };
        let grew = is_consistent(seal.tree_size, base.seal.tree_size, &seal.root, &base.seal.root, &earlier.proof);
        Ok(if grew { None } else { fork() })
    }
}

const TOO_LATE: Unusable = Unusable(
    "以前の封印はこの書出しより後のものです。その日を含む期間を書き出してください",
    "the earlier seal is later than this export: export a period that ends after it",
);
const TOO_EARLY: Unusable = Unusable(
    "以前の封印はこの書出しより前のものです。earlier_tree_sizeにその封印のtree_sizeを指定して書き出してください",
    "the earlier seal lies before this export: ask for the export with its tree_size as earlier_tree_size",
);

fn day(at: &str) -> String {
    at.get(..10).unwrap_or_default().to_owned()
}

// The log before the export's first leaf, as the seal before bears it out.
fn base(header: &Header, key: &PublicKey) -> Option<Frontier> {
    let frontier = Frontier::new(header.first_position, header.frontier.clone())?;
    let right = match &header.base {
        None => header.first_position == 0,
        Some(base) => {
            base.holds(key)
                && base.seal.organization == header.organization
                && base.seal.tree_size == header.first_position
                && base.seal.root == frontier.root()
        }
    };
    right.then_some(frontier)
}

// The seals with their lines, each signed and linked to the one before.
fn seals<'l>(header: &'l Header, lines: &[Option<&'l Line>], key: &PublicKey) -> Result<Vec<(usize, &'l Seal)>, Finding> {
    let mut before = header.base.as_ref().map(|base| &base.seal);
    let mut seals = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let Some(Content::Seal(signed)) = line.map(|line| &line.content) else { continue };
        let seal = &signed.seal;
        let finding = |kind| Finding::new(kind, SEAL).at(place).seal(seal.number);
        if !signed.holds(key) || seal.organization != header.organization {
            return Err(finding(Kind::Changed));
        }
        let number = before.map_or(0, |before| before.number) + 1;
        if seal.number != number {
            return Err(if seal.number > number { Finding::new(Kind::Gap, SEAL).at(place).seal(number) } else { finding(Kind::Reordered) });
        }
        let size = before.map_or(0, |before| before.tree_size);
        if seal.previous != before.map(Seal::hash) || seal.first_position != size || seal.tree_size <= size {
            return Err(finding(Kind::Fork));
        }
        before = Some(seal);
        seals.push((place, seal));
    }
    let size = before.map_or(0, |before| before.tree_size);
    if size < header.tree_size {
        return Err(Finding::new(Kind::Removed, SEAL).seal(before.map_or(0, |before| before.number) + 1));
    }
    if size > header.tree_size {
        return Err(Finding::new(Kind::Changed, super::HEADER).at(0));
    }
    Ok(seals)
}

fn leaves(header: &Header, lines: &[Option<&Line>]) -> Result<Vec<Digest>, Finding> {
    let mut leaves = Vec::new();
    let mut next = header.first_position;
    for (place, line) in lines.iter().enumerate() {
        let Some(Content::Leaves(tile)) = line.map(|line| &line.content) else { continue };
        if tile.first_position != next {
            let kind = if tile.first_position > next { Kind::Removed } else { Kind::Inserted };
            return Err(Finding::new(kind, LEAVES).at(place).position(next));
        }
        next += tile.hashes.len() as u64;
        leaves.extend_from_slice(&tile.hashes);
    }
    if next == header.tree_size {
        Ok(leaves)
    } else {
        let kind = if next < header.tree_size { Kind::Removed } else { Kind::Inserted };
        Err(Finding::new(kind, LEAVES).position(next.min(header.tree_size)))
    }
}

impl Fault<'_> {
    /// The fault with the entry that it comes from, as far as the rows tell.
    pub fn explained(&self, header: &Header, rows: &[Row<'_>]) -> Finding {
        let Self::Root { seal, line, leaves, frontier } = self else {
            let Self::Named(finding) = self else { return Finding::new(Kind::Changed, LEAVES) };
            return finding.clone();
        };
        let sealed: Vec<&Row<'_>> = rows.iter().filter(|row| row.line.is_none() || row.position().is_some()).collect();
        // The rows alone may still give the root: then it is the list of hashes that was changed.
        let mut grown = frontier.clone();
        let under = sealed.iter().take(usize::try_from(seal.tree_size - header.first_position).unwrap_or(usize::MAX));
        under.filter_map(|row| row.leaf()).for_each(|(_, digest)| grown.push(*digest));
        if grown.size() == seal.tree_size && grown.root() == seal.root {
            return Finding::new(Kind::Changed, LEAVES).at(*line).seal(seal.number);
        }
        let differs = sealed.iter().zip(leaves).zip(header.first_position..);
        let differs =
            differs.filter(|((row, leaf), _)| row.leaf().map(|(_, digest)| digest) != Some(*leaf)).map(|((row, _), at)| (row, at));
        match (super::records::first_fault(header, rows), { differs }.next()) {
            (Some(finding), _) => finding.seal(seal.number),
            (None, Some((row, position))) => row.finding(Kind::Changed).position(position).seal(seal.number),
            (None, None) => Finding::new(Kind::Changed, SPAN).at(*line).seal(seal.number).position(seal.first_position),
        }
    }
}
