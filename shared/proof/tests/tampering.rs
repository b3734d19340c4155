//! Exports that were tampered with: whatever is done to one, the verifier finds it.

#![allow(clippy::unwrap_used)]

mod generated;

use generated::{Books, Export};
use proof::export::{Line, read};
use proof::{Kind, Verdict, check, verify};
use proptest::prelude::*;
use std::time::Instant;

/// What somebody does to the rows of an export.
type Edit = Box<dyn Fn(&mut Vec<generated::Kept>)>;
/// What somebody does to the books that exports are made of.
type Rewrite = fn(&mut Books);

fn found(export: &Export, bytes: &[u8]) -> Option<proof::Finding> {
    match verify(bytes, &export.key, None) {
        Ok(Verdict::Tampered(finding)) => Some(finding),
        Ok(Verdict::Intact(_)) => None,
        // Nothing of it can be read any more: it isn't taken for intact.
        Err(_) => Some(proof::Finding::new(Kind::Changed, ("", ""))),
    }
}

fn lines(bytes: &[u8]) -> Vec<Vec<u8>> {
    bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
}

#[test]
fn an_export_of_any_shape_is_intact() {
    for (entries, records, base) in [(0, 1, 0), (1, 1, 0), (1, 1, 1), (40, 5, 0), (40, 5, 13), (700, 60, 300)] {
        let export = Books::with(entries + base, records).export(base, 3);
        let verdict = verify(&export.bytes, &export.key, None).unwrap();
        let Verdict::Intact(summary) = verdict else { panic!("{entries} {records} {base}: {verdict:?}") };
        assert_eq!(summary.sealed + summary.unsealed, export.entries as u64, "{entries} {records} {base}");
    }
}

#[test]
fn every_bit_counts() {
    // As small as an export with every kind of line can be: each of its bits is a verification.
    let export = Books::with(8, 3).export(3, 2);
    for byte in 0..export.bytes.len() {
        for bit in 0..8 {
            let mut changed = export.bytes.clone();
            changed[byte] ^= 1 << bit;
            assert!(found(&export, &changed).is_some(), "byte {byte}, bit {bit}: {}", String::from_utf8_lossy(&changed));
        }
    }
}

#[test]
fn every_line_counts_and_so_does_its_place() {
    let export = Books::with(24, 4).export(9, 2);
    let whole = lines(&export.bytes);
    for place in 0..whole.len() {
        let mut removed = whole.clone();
        removed.remove(place);
        assert!(found(&export, &removed.concat()).is_some(), "{place} removed");
        for other in 0..whole.len() {
            let mut swapped = whole.clone();
            swapped.swap(place, other);
            assert_eq!(found(&export, &swapped.concat()).is_some(), place != other, "{place} and {other} swapped");
            let mut repeated = whole.clone();
            repeated.insert(other, whole[place].clone());
            assert!(found(&export, &repeated.concat()).is_some(), "{place} again at {other}");
        }
        let mut cut = whole.clone();
        cut.truncate(place);
        assert!(found(&export, &cut.concat()).is_some(), "cut off after {place}");
    }
    for more in [&b"\n"[..], b" ", b"{}\n", b"\xef\xbb\xbf"] {
        assert!(found(&export, &[&export.bytes, more].concat()).is_some(), "{more:?} behind");
        assert!(found(&export, &[more, &export.bytes].concat()).is_some(), "{more:?} in front");
    }
}

#[test]
fn the_entry_is_named_even_where_the_file_was_signed_anew() {
    let books = Books::with(60, 6);
    let whole = books.export(20, 3);
    let intact = books.rows(20);
    let cases: [(Kind, Edit); 5] = [
        (Kind::Changed, Box::new(|rows| rows[10].entry["operation"] = "claim_paid".into())),
        (Kind::Removed, Box::new(|rows| drop(rows.remove(10)))),
        (Kind::Inserted, Box::new(|rows| rows.insert(10, rows[5].clone()))),
        (Kind::Reordered, Box::new(|rows| rows.swap(10, 14))),
        (
            Kind::Inserted,
            Box::new(|rows| {
                let mut forged = rows[10].clone();
                forged.entry["request"] = "req_forged".into();
                rows.insert(10, forged);
            }),
        ),
    ];
    for (kind, tamper) in cases {
        let mut rows = intact.clone();
        tamper(&mut rows);
        let export = books.export_of(&rows, 20, 3);
        let finding = found(&export, &export.bytes).unwrap_or_else(|| panic!("{kind:?} was not found"));
        assert_eq!(finding.kind, kind, "{finding}");
        if kind != Kind::Removed {
            assert!(finding.entry.is_some() && finding.line.is_some(), "{finding}");
        } else {
            assert_eq!(finding.position, intact[10].position, "{finding}");
        }
    }
    assert!(found(&whole, &whole.bytes).is_none());
}

#[test]
fn what_was_changed_before_it_was_sealed_breaks_its_records_chain() {
    let table: [(Kind, Rewrite); 3] = [
        (Kind::Gap, |books| drop(books.entries.remove(17))),
        (Kind::Changed, |books| books.entries[17]["request"] = "req_forged".into()),
        (Kind::Reordered, |books| {
            let again = books.entries[17].clone();
            books.entries.insert(30, again);
        }),
    ];
    for (kind, tamper) in table {
        let mut books = Books::with(60, 6);
        tamper(&mut books);
        let export = books.export(0, 3);
        let finding = found(&export, &export.bytes).unwrap_or_else(|| panic!("{kind:?} was not found"));
        assert_eq!((finding.kind, finding.entry.is_some()), (kind, true), "{finding}");
    }
}

#[test]
fn an_entry_that_turns_up_too_late_was_inserted() {
    let books = Books::with(60, 6);
    let mut rows = books.rows(0);
    let mut late = rows[3].clone();
    late.position = None;
    late.entry["record_id"] = "clm_late".into();
    late.entry["sequence"] = 1.into();
    late.entry["previous"] = "".into();
    rows.insert(57, late);
    let export = books.export_of(&rows, 0, 3);
    let finding = found(&export, &export.bytes).unwrap();
    assert_eq!((finding.kind, finding.entry.as_deref()), (Kind::Inserted, Some("claim clm_late #1")), "{finding}");
}

#[test]
fn a_log_that_was_written_anew_forks_from_a_kept_seal() {
    let books = Books::with(60, 6);
    let kept = books.seals(3);
    let mut other = Books::with(60, 6);
    other.rewrite(12);
    for base in [0, 20] {
        let (own, forged) = (books.export(base, 3), other.export(base, 3));
        for seal in &kept {
            let unfit = seal.seal.tree_size < own.base;
            match verify(&own.bytes, &own.key, Some(seal)) {
                Ok(Verdict::Intact(_)) => assert!(!unfit),
                Err(unusable) => assert!(unfit, "{unusable}"),
                Ok(Verdict::Tampered(finding)) => panic!("{finding}"),
            }
            match verify(&forged.bytes, &forged.key, Some(seal)) {
                Ok(Verdict::Tampered(finding)) => assert_eq!(finding.kind, Kind::Fork),
                other => assert!(unfit && other.is_err(), "{other:?}"),
            }
        }
    }
    // With a consistency proof an export far behind the kept seal shows the same.
    let far = books.export_from(40, 3, Some(&kept[0]));
    assert!(matches!(verify(&far.bytes, &far.key, Some(&kept[0])), Ok(Verdict::Intact(_))));
    let far = other.export_from(40, 3, Some(&kept[0]));
    assert!(matches!(verify(&far.bytes, &far.key, Some(&kept[0])), Ok(Verdict::Tampered(finding)) if finding.kind == Kind::Fork));
}

#[test]
fn another_key_signs_nothing() {
    let export = Books::with(10, 2).export(0, 2);
    let other = Books::of_another_key().public();
    assert!(matches!(verify(&export.bytes, &other, None), Ok(Verdict::Tampered(_))));
}

/// What is done to an export: one of a bit, a line, two lines.
#[derive(Clone, Copy, Debug)]
enum Tampering {
    Bit(usize, u8),
    Remove(usize),
    Swap(usize, usize),
    Repeat(usize, usize),
}

fn random(seed: &mut u64, bound: usize) -> usize {
    // xorshift64: reproducible, and good enough to choose places.
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    usize::try_from(*seed % bound as u64).unwrap()
}

#[test]
fn a_thousand_tamperings_of_ten_thousand_entries_are_found() {
    let export = Books::with(10_000, 800).export(0, 40);
    let start = Instant::now();
    assert!(matches!(verify(&export.bytes, &export.key, None), Ok(Verdict::Intact(_))));
    println!("10,000 entries, {} bytes: intact in {:?}", export.bytes.len(), start.elapsed());

    // A line is read by itself alone: those that weren't touched are read once.
    let texts = lines(&export.bytes);
    let parsed = read(&export.bytes);
    let (start, mut seed, mut caught) = (Instant::now(), 0x9E37_79B9_7F4A_7C15, 0);
    for _ in 0..1000 {
        let count = texts.len();
        let (place, other) = (random(&mut seed, count), random(&mut seed, count - 1));
        let other = if other >= place { other + 1 } else { other };
        let tampering = match random(&mut seed, 4) {
            0 => Tampering::Remove(place),
            1 => Tampering::Swap(place, other),
            2 => Tampering::Repeat(place, other),
            _ => Tampering::Bit(random(&mut seed, texts[place].len() - 1), u8::try_from(random(&mut seed, 8)).unwrap()),
        };
        let mut kept: Vec<Option<&Line>> = parsed.iter().map(Option::as_ref).collect();
        let changed;
        match tampering {
            Tampering::Remove(place) => drop(kept.remove(place)),
            Tampering::Swap(place, other) => kept.swap(place, other),
            Tampering::Repeat(place, other) => kept.insert(other, kept[place]),
            Tampering::Bit(byte, bit) => {
                let mut text = texts[place].clone();
                text.pop();
                text[byte] ^= 1 << bit;
                // A bit may make a line end: then there are two lines.
                changed = text.split(|byte| *byte == b'\n').map(Line::read).collect::<Vec<_>>();
                kept.splice(place..=place, changed.iter().map(Option::as_ref));
            }
        }
        match check(&kept, &export.key, None) {
            Ok(Verdict::Tampered(_)) => caught += 1,
            other => panic!("{tampering:?} at {place}: {other:?}"),
        }
    }
    println!("1,000 tamperings: {caught} found in {:?}", start.elapsed());
    assert_eq!(caught, 1000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn any_bytes_in_place_of_others_are_found(
        entries in 1_usize..40, base in 0_usize..20,
        place in any::<prop::sample::Index>(), length in 0_usize..200, with in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let export = Books::with(entries + base, 5).export(base, 3);
        let start = place.index(export.bytes.len());
        let end = (start + length).min(export.bytes.len());
        let changed = [&export.bytes[..start], &with, &export.bytes[end..]].concat();
        prop_assert_eq!(found(&export, &changed).is_some(), changed != export.bytes);
    }
}
