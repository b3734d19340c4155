//! Tiles: the tree's hashes in pieces of 256, so that adding a leaf and proving one touch a few pieces, however long the log
//! is. A tile of level 0 holds leaves; one of level n holds the roots of the complete tiles of level n − 1.

use crate::digest::Digest;
use crate::tree::{Frontier, Node, Span, join, node};
use std::collections::{BTreeMap, BTreeSet};

/// How many hashes a complete tile holds.
pub const TILE: u64 = 256;
/// A tile spans so many levels of the tree.
const LEVELS: u32 = TILE.ilog2();

/// Which tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileId {
    /// 0 for leaves.
    pub level: u32,
    /// Its place among those of its level.
    pub index: u64,
}

impl TileId {
    /// The tile that holds a leaf.
    #[must_use]
    pub const fn of_leaf(position: u64) -> Self {
        Self { level: 0, index: position / TILE }
    }
}

// The tile that holds what a node is made of, and where in it.
fn place(node: Node) -> (TileId, usize, usize) {
    let within = node.level % LEVELS;
    let first = node.index << within;
    let id = TileId { level: node.level / LEVELS, index: first / TILE };
    // Both are below 256.
    (id, (first % TILE) as usize, 1 << within)
}

/// The tiles that the roots of these spans are made of.
#[must_use]
pub fn needed(spans: &[Span]) -> BTreeSet<TileId> {
    spans.iter().flat_map(|span| span.nodes()).map(|node| place(node).0).collect()
}

/// The incomplete tiles at the right edge of a tree: what its root is made of, and what grows.
#[must_use]
pub fn edge(size: u64) -> BTreeSet<TileId> {
    let counts = (0..).map(|level| (level, size.checked_shr(level * LEVELS).unwrap_or(0)));
    let counts = counts.take_while(|(_, count)| *count > 0);
    counts.filter(|(_, count)| count % TILE != 0).map(|(level, count)| TileId { level, index: count / TILE }).collect()
}

/// Some of a tree's tiles.
#[derive(Clone, Debug, Default)]
pub struct Tiles(pub BTreeMap<TileId, Vec<Digest>>);

impl Tiles {
    fn node(&self, node: Node) -> Option<Digest> {
        let (id, start, count) = place(node);
        self.0.get(&id)?.get(start..start + count).map(complete)
    }

    /// The root of a span; `None` where a tile of it is missing.
    #[must_use]
    pub fn root(&self, span: Span) -> Option<Digest> {
        let subtrees: Option<Vec<Digest>> = span.nodes().into_iter().map(|node| self.node(node)).collect();
        subtrees.map(|subtrees| join(&subtrees))
    }

    /// The roots of several spans: a proof.
    #[must_use]
    pub fn roots(&self, spans: &[Span]) -> Option<Vec<Digest>> {
        spans.iter().map(|span| self.root(*span)).collect()
    }

    /// The frontier of the tree of this size.
    #[must_use]
    pub fn frontier(&self, size: u64) -> Option<Frontier> {
        let nodes = Span { start: 0, end: size }.nodes();
        Frontier::new(size, nodes.into_iter().map(|node| self.node(node)).collect::<Option<_>>()?)
    }

    /// Adds a leaf to a tree of this size, whose edge is at hand, and returns the tiles that grew.
    pub fn push(&mut self, size: u64, leaf: Digest) -> BTreeSet<TileId> {
        let (mut grown, mut hash, mut position) = (BTreeSet::new(), leaf, size);
        for level in 0.. {
            let id = TileId { level, index: position / TILE };
            let tile = self.0.entry(id).or_default();
            tile.push(hash);
            grown.insert(id);
            if tile.len() < TILE as usize {
                break;
            }
            (hash, position) = (complete(tile), id.index);
        }
        grown
    }
}

/// The root of a power of two hashes, such as those of a complete tile: what stands for it in the tile above.
#[must_use]
pub fn complete(hashes: &[Digest]) -> Digest {
    let mut level = hashes.to_vec();
    while level.len() > 1 {
        level = level.chunks(2).map(|pair| if let [left, right] = pair { node(left, right) } else { pair[0] }).collect();
    }
    level.first().copied().unwrap_or_else(crate::tree::empty)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::tree::{self, is_consistent, is_included};
    use proptest::prelude::*;

    fn leaf(position: u64) -> Digest {
        tree::leaf(&position.to_be_bytes())
    }

    fn grown(size: u64) -> Tiles {
        let mut tiles = Tiles::default();
        for position in 0..size {
            tiles.push(position, leaf(position));
        }
        tiles
    }

    // Section 2.1 of RFC 6962, word by word.
    fn root(leaves: &[Digest]) -> Digest {
        match leaves {
            [] => tree::empty(),
            [one] => *one,
            several => {
                let middle = several.len().next_power_of_two() / 2;
                node(&root(&several[..middle]), &root(&several[middle..]))
            }
        }
    }

    #[test]
    fn tiles_give_the_roots_of_the_definition() {
        let size = 70_000;
        let (tiles, leaves) = (grown(size), (0..size).map(leaf).collect::<Vec<_>>());
        for size in [0, 1, 2, 3, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000_u64] {
            let expected = root(&leaves[..usize::try_from(size).unwrap()]);
            assert_eq!(tiles.root(Span { start: 0, end: size }), Some(expected), "{size}");
            assert_eq!(tiles.frontier(size).unwrap().root(), expected, "{size}");
        }
    }

    #[test]
    fn a_tree_goes_on_from_its_edge_alone() {
        for size in [0, 1, 255, 256, 300, 65_536, 65_600_u64] {
            let whole = grown(size);
            let mut tiles = Tiles(edge(size).into_iter().map(|id| (id, whole.0[&id].clone())).collect());
            assert_eq!(tiles.root(Span { start: 0, end: size }), whole.root(Span { start: 0, end: size }), "{size}");
            let mut after = whole.clone();
            for position in size..size + 300 {
                assert_eq!(tiles.push(position, leaf(position)), after.push(position, leaf(position)));
            }
            for (id, tile) in &tiles.0 {
                assert_eq!(after.0[id], *tile);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn proofs_hold_and_break_with_any_change(size in 1_u64..1500, position in any::<prop::sample::Index>(), first in any::<prop::sample::Index>(), bit in 0_usize..256) {
            let tiles = grown(size);
            let whole = tiles.root(Span { start: 0, end: size }).unwrap();
            let position = position.index(usize::try_from(size).unwrap()) as u64;
            let proof = tiles.roots(&tree::inclusion(position, size).unwrap()).unwrap();
            prop_assert!(is_included(&leaf(position), position, size, &proof, &whole));
            prop_assert!(!is_included(&leaf(position + 1), position, size, &proof, &whole));
            for place in 0..proof.len() {
                let mut wrong = proof.clone();
                wrong[place].0[bit / 8] ^= 1 << (bit % 8);
                prop_assert!(!is_included(&leaf(position), position, size, &wrong, &whole));
            }
            let first = first.index(usize::try_from(size).unwrap()) as u64 + 1;
            let before = tiles.root(Span { start: 0, end: first }).unwrap();
            let proof = tiles.roots(&tree::consistency(first, size).unwrap()).unwrap();
            prop_assert!(is_consistent(first, size, &before, &whole, &proof));
            if first < size {
                prop_assert!(!is_consistent(first, size, &leaf(0), &whole, &proof) || first == 1);
                for place in 0..proof.len() {
                    let mut wrong = proof.clone();
                    wrong[place].0[bit / 8] ^= 1 << (bit % 8);
                    prop_assert!(!is_consistent(first, size, &before, &whole, &wrong));
                }
            }
        }
    }
}
