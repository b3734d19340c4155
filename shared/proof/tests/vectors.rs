//! The reference vectors of Certificate Transparency.

#![allow(clippy::unwrap_used)]

use proof::Digest;
use proof::tiles::Tiles;
use proof::tree::{self, Frontier, Span, is_consistent, is_included};
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    leaves: Vec<String>,
    empty_root: Digest,
    roots: Vec<Digest>,
    inclusion: Vec<Inclusion>,
    consistency: Vec<Consistency>,
}

#[derive(Deserialize)]
struct Inclusion {
    position: u64,
    size: u64,
    proof: Vec<Digest>,
}

#[derive(Deserialize)]
struct Consistency {
    first: u64,
    second: u64,
    proof: Vec<Digest>,
}

fn vectors() -> (Vectors, Vec<Digest>) {
    let vectors: Vectors = serde_json::from_str(include_str!("../testdata/rfc6962.json")).unwrap();
    let bytes = |text: &String| -> Vec<u8> {
        (0..text.len()).step_by(2).map(|place| u8::from_str_radix(&text[place..place + 2], 16).unwrap()).collect()
    };
    let leaves = vectors.leaves.iter().map(|text| tree::leaf(&bytes(text))).collect();
    (vectors, leaves)
}

fn tiles(leaves: &[Digest]) -> Tiles {
    let mut tiles = Tiles::default();
    for (position, leaf) in (0..).zip(leaves) {
        tiles.push(position, *leaf);
    }
    tiles
}

#[test]
fn roots_are_the_published_ones() {
    let (vectors, leaves) = vectors();
    assert_eq!(tree::empty(), vectors.empty_root);
    let tiles = tiles(&leaves);
    let mut frontier = Frontier::new(0, vec![]).unwrap();
    for (size, (leaf, root)) in (1..).zip(leaves.iter().zip(&vectors.roots)) {
        frontier.push(*leaf);
        assert_eq!(frontier.root(), *root, "{size}");
        assert_eq!(tiles.root(Span { start: 0, end: size }), Some(*root), "{size}");
    }
}

#[test]
fn inclusion_proofs_are_the_published_ones_and_hold_for_nothing_else() {
    let (vectors, leaves) = vectors();
    let tiles = tiles(&leaves);
    for Inclusion { position, size, proof } in &vectors.inclusion {
        let (position, size) = (*position, *size);
        let root = vectors.roots[usize::try_from(size).unwrap() - 1];
        let leaf = leaves[usize::try_from(position).unwrap()];
        assert_eq!(tiles.roots(&tree::inclusion(position, size).unwrap()).as_ref(), Some(proof));
        assert!(is_included(&leaf, position, size, proof, &root));
        // What the same file tries: other positions, other sizes, other roots, too much and too little.
        for wrong in [position.wrapping_sub(1), position + 1, position ^ 2] {
            assert!(!is_included(&leaf, wrong, size, proof, &root), "{position} {wrong} of {size}");
        }
        for wrong in [size * 2, size / 2] {
            assert!(!is_included(&leaf, position, wrong, proof, &root), "{position} of {size} {wrong}");
        }
        assert!(!is_included(&leaf, position, size, proof, &vectors.empty_root));
        assert!(!is_included(&vectors.empty_root, position, size, proof, &root));
        for wrong in [[proof.as_slice(), &[root]].concat(), [&[root], proof.as_slice()].concat()] {
            assert!(!is_included(&leaf, position, size, &wrong, &root));
        }
        if let Some((_, shorter)) = proof.split_last() {
            assert!(!is_included(&leaf, position, size, shorter, &root));
        }
    }
    assert!(tree::inclusion(0, 0).is_none() && tree::inclusion(8, 8).is_none());
}

#[test]
fn consistency_proofs_are_the_published_ones_and_hold_for_nothing_else() {
    let (vectors, leaves) = vectors();
    let (tiles, root) = (tiles(&leaves), |size: u64| vectors.roots[usize::try_from(size).unwrap() - 1]);
    for Consistency { first, second, proof } in &vectors.consistency {
        let (first, second) = (*first, *second);
        let (one, two) = (root(first), root(second));
        assert_eq!(tiles.roots(&tree::consistency(first, second).unwrap()).as_ref(), Some(proof));
        assert!(is_consistent(first, second, &one, &two, proof));
        if proof.is_empty() {
            continue;
        }
        for wrong in [first - 1, first + 1, first ^ 2] {
            assert!(!is_consistent(wrong, second, &one, &two, proof), "{first} {wrong} in {second}");
        }
        for wrong in [second * 2, second / 2] {
            assert!(!is_consistent(first, wrong, &one, &two, proof), "{first} in {second} {wrong}");
        }
        assert!(!is_consistent(first, second, &two, &one, proof));
        assert!(!is_consistent(first, second, &one, &two, &[]));
        for garbage in [one, two, proof[0]] {
            assert!(!is_consistent(first, second, &one, &two, &[proof.as_slice(), &[garbage]].concat()));
            assert!(!is_consistent(first, second, &one, &two, &[&[garbage], proof.as_slice()].concat()));
        }
        assert!(!is_consistent(first, second, &one, &two, &proof[..proof.len() - 1]));
    }
    let (one, other) = (root(1), root(2));
    assert!(is_consistent(0, 1, &one, &other, &[]) && is_consistent(1, 1, &one, &one, &[]));
    assert!(!is_consistent(2, 1, &one, &other, &[]) && !is_consistent(1, 2, &one, &other, &[]));
    assert!(!is_consistent(1, 1, &one, &other, &[]) && !is_consistent(0, 1, &one, &one, &[one]));
    assert!(tree::consistency(9, 8).is_none());
}
