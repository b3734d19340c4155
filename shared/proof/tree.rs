//! Merkle trees of RFC 6962, section 2.1: roots, inclusion and consistency proofs. Proofs are made as the spans of leaves
//! whose roots they hold, so that whoever stores the tree reads only those.

use crate::digest::{Digest, sha256};

/// The hash of a leaf.
#[must_use]
pub fn leaf(data: &[u8]) -> Digest {
    sha256(&[&[0], data])
}

/// The hash of two children.
#[must_use]
pub fn node(left: &Digest, right: &Digest) -> Digest {
    sha256(&[&[1], &left.0, &right.0])
}

/// The root of no leaves.
#[must_use]
pub fn empty() -> Digest {
    sha256(&[])
}

/// The root of subtrees that stand side by side, largest first; of none, the empty root.
#[must_use]
pub fn join(subtrees: &[Digest]) -> Digest {
    let folded = subtrees.iter().rev().copied().reduce(|right, left| node(&left, &right));
    folded.unwrap_or_else(empty)
}

/// Leaves from `start` to before `end`, where `start` is a multiple of the power of two that holds them: what a subtree of an
/// RFC 6962 tree covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first leaf.
    pub start: u64,
    /// One past the last.
    pub end: u64,
}

/// A complete subtree: `2^level` leaves from `index * 2^level`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// 0 for a leaf.
    pub level: u32,
    /// Its place among those of its level.
    pub index: u64,
}

impl Span {
    /// The complete subtrees that make the span, largest first.
    #[must_use]
    pub fn nodes(self) -> Vec<Node> {
        let size = self.end.saturating_sub(self.start);
        let levels = (0..u64::BITS).rev().filter(|level| size >> level & 1 == 1);
        let mut start = self.start;
        levels
            .map(|level| {
                let node = Node { level, index: start >> level };
                start += 1 << level;
                node
            })
            .collect()
    }
}

// The largest power of two below a size of at least two.
const fn split(size: u64) -> u64 {
    1 << (size - 1).ilog2()
}

/// The inclusion proof of a leaf in the tree of this size, leaf first; `None` where the tree has no such leaf.
#[must_use]
pub fn inclusion(position: u64, size: u64) -> Option<Vec<Span>> {
    if position >= size {
        return None;
    }
    let (mut start, mut end, mut proof) = (0, size, Vec::new());
    while end - start > 1 {
        let middle = start + split(end - start);
        if position < middle {
            proof.push(Span { start: middle, end });
            end = middle;
        } else {
            proof.push(Span { start, end: middle });
            start = middle;
        }
    }
    proof.reverse();
    Some(proof)
}

/// The consistency proof between two sizes of one tree; `None` where the first is larger.
#[must_use]
pub fn consistency(first: u64, second: u64) -> Option<Vec<Span>> {
    if first > second {
        return None;
    }
    if first == 0 || first == second {
        return Some(Vec::new());
    }
    let (mut start, mut end, mut proof, mut whole) = (0, second, Vec::new(), true);
    while end != first {
        let middle = start + split(end - start);
        if first <= middle {
            proof.push(Span { start: middle, end });
            end = middle;
        } else {
            proof.push(Span { start, end: middle });
            start = middle;
            whole = false;
        }
    }
    // Of a first tree that is a subtree of the second, the verifier has the root already.
    if !whole {
        proof.push(Span { start, end });
    }
    proof.reverse();
    Some(proof)
}

/// Whether the proof shows the leaf at this position of the tree (RFC 9162, section 2.1.3.2).
#[must_use]
pub fn is_included(leaf: &Digest, position: u64, size: u64, proof: &[Digest], root: &Digest) -> bool {
    if position >= size {
        return false;
    }
    let (mut place, mut last, mut hash) = (position, size - 1, *leaf);
    for sibling in proof {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            hash = node(sibling, &hash);
            while place & 1 == 0 && place != 0 {
                (place, last) = (place >> 1, last >> 1);
            }
        } else {
            hash = node(&hash, sibling);
        }
        (place, last) = (place >> 1, last >> 1);
    }
    last == 0 && hash == *root
}

/// Whether the proof shows that the second tree grew out of the first (RFC 9162, section 2.1.4.2). Every tree grew out of the
/// empty one.
#[must_use]
pub fn is_consistent(first: u64, second: u64, first_root: &Digest, second_root: &Digest, proof: &[Digest]) -> bool {
    if first > second {
        return false;
    }
    if first == second {
        return proof.is_empty() && first_root == second_root;
    }
    if first == 0 {
        return proof.is_empty();
    }
    let shift = (first - 1).trailing_ones();
    let (mut place, mut last) = ((first - 1) >> shift, (second - 1) >> shift);
    // A first tree of a power of two leaves is itself the first node.
    let (start, rest) = match proof.split_first() {
        _ if first.is_power_of_two() => (*first_root, proof),
        Some((start, rest)) => (*start, rest),
        None => return false,
    };
    let (mut old, mut new) = (start, start);
    for sibling in rest {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            old = node(sibling, &old);
            new = node(sibling, &new);
            while place & 1 == 0 && place != 0 {
                (place, last) = (place >> 1, last >> 1);
            }
        } else {
            new = node(&new, sibling);
        }
        (place, last) = (place >> 1, last >> 1);
    }
    last == 0 && old == *first_root && new == *second_root
}

/// A tree that grows, of which only the complete subtrees along its right edge are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    subtrees: Vec<Digest>,
}

impl Frontier {
    /// The frontier of a tree; `None` where the subtrees aren't as many as a tree of this size has.
    #[must_use]
    pub fn new(size: u64, subtrees: Vec<Digest>) -> Option<Self> {
        (subtrees.len() == size.count_ones() as usize).then_some(Self { size, subtrees })
    }

    /// The number of leaves.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf by its hash.
    pub fn push(&mut self, leaf: Digest) {
        let mut hash = leaf;
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.subtrees.pop() {
                hash = node(&left, &hash);
            }
        }
        self.subtrees.push(hash);
        self.size += 1;
    }

    /// The root.
    #[must_use]
    pub fn root(&self) -> Digest {
        join(&self.subtrees)
    }
}
