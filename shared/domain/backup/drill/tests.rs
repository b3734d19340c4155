//! Where a drill goes on, and what it comes to.

#![allow(clippy::unwrap_used)]

use super::super::findings::PLACES;
use super::super::{FaultPlace, ItemCount};
use super::*;
use proptest::prelude::*;

fn at(minute: i64) -> Timestamp {
    chrono::DateTime::parse_from_rfc3339("2026-11-01T04:00:00+09:00").unwrap() + TimeDelta::minutes(minute)
}

fn generation() -> Generation {
    let begun = Generation::begun(at(-120), 1, at(-120)).created(Store::Data, "d".into());
    let items = |items| Some(ItemCount { items, is_exact: true });
    begun.described(Store::Data, TableBackupState::Complete, items(3), at(-119))
}

fn begun() -> Drill {
    Drill::begun(&generation(), at(0), 1, at(0))
}

// A drill through the table with these findings in the first page.
fn drilled(findings: Findings, data: u64) -> Drill {
    let place = Some(("pk".to_owned(), "sk".to_owned()));
    let first = begun().restored(at(7)).looked(Store::Data, data - 1, findings, place.clone());
    assert_eq!(first.place, Some(DrillPlace { table: Store::Data, after: place }));
    let second = first.looked(Store::Data, 1, Findings::default(), None);
    assert_eq!((&second.place, second.phase), (&None, DrillPhase::Checking));
    second.judged(&generation())
}

fn ended(findings: Findings, data: u64) -> Drill {
    drilled(findings, data).equipped().ended(at(20))
}

#[test]
fn a_drill_passes_where_nothing_is_wrong_and_measures_time_and_point() {
    assert_eq!(generation().state, GenerationState::Complete);
    let passed = drilled(Findings { repaired: 2, to_erase_again: 9, ..Findings::default() }, 3);
    assert_eq!((passed.passed, passed.recovery_seconds, passed.recovery_point), (Some(true), Some(420), at(-120)));
    assert_eq!((passed.id.as_str(), passed.phase), ("2026-11-01.0400.1", DrillPhase::Equipping));
    assert_eq!((passed.equipped().phase, passed.ended(at(9)).phase), (DrillPhase::Dropping, DrillPhase::Ended));
    assert_eq!((passed.counted[&Store::Data], passed.version), (3, 5));
}

#[test]
fn each_difference_is_a_fault() {
    let mut torn = Findings::default();
    torn.fault(DrillFault::ChainBroken, "somewhere");
    let table = [
        (drilled(torn, 3), DrillFault::ChainBroken, "somewhere"),
        (drilled(Findings::default(), 2), DrillFault::CountDiffers, "Data: 2"),
        (begun().given_up(DrillFault::BackupGone), DrillFault::BackupGone, "2026-11-01.0200.1"),
    ];
    for (drill, fault, place) in table {
        assert_eq!(drill.passed, Some(false));
        assert_eq!(drill.findings.faults, BTreeMap::from([(fault, 1)]));
        assert_eq!(drill.findings.places, [FaultPlace { fault, place: place.into() }]);
    }
    let late = DRILL_HOURS * 60 + 1;
    assert!(!begun().is_late(at(late - 1)) && begun().is_late(at(late)) && !drilled(Findings::default(), 3).is_late(at(late)));
}

#[test]
fn one_drill_is_made_for_a_time_and_another_only_after_it_failed() {
    let (passed, failed) = (ended(Findings::default(), 3), ended(Findings::default(), 2));
    let begins = |attempt| DrillStep::Begin(Drill::begun(&generation(), at(0), attempt, at(30)));
    let good = || vec![generation()];
    let lost = || vec![Generation { state: GenerationState::Failed, ..generation() }];
    let later = Drill::begun(&generation(), at(7 * 24 * 60), 1, at(7 * 24 * 60)).given_up(DrillFault::Unfinished).ended(at(0));
    let table = [
        ("the first", vec![], good(), begins(1)),
        ("nothing to restore", vec![], vec![], DrillStep::Nothing),
        ("no good one", vec![], lost(), DrillStep::Nothing),
        ("under way", vec![begun(), failed.clone()], good(), DrillStep::GoOn(begun())),
        ("under way though its generation is lost", vec![begun()], lost(), DrillStep::GoOn(begun())),
        ("passed", vec![passed], good(), DrillStep::Nothing),
        ("failed", vec![failed.clone()], good(), begins(2)),
        ("a later one was made", vec![later, failed], good(), DrillStep::Nothing),
    ];
    for (case, drills, generations, expected) in table {
        assert_eq!(drill_step(&drills, &generations, at(0), at(30)), expected, "{case}");
    }
}

#[test]
fn the_newest_drill_that_was_judged_counts() {
    let (passed, failed) = (ended(Findings::default(), 3), ended(Findings::default(), 2));
    let table = [
        (vec![], false),
        (vec![begun(), failed.clone()], true),
        (vec![begun(), passed.clone(), failed.clone()], false),
        (vec![failed, passed], true),
    ];
    for (drills, expected) in table {
        assert_eq!(last_drill_failed(&drills), expected, "{drills:?}");
    }
}

proptest! {
    #[test]
    fn pages_add_up_however_they_are_cut(faults in proptest::collection::vec(0_usize..3, 0..60), cut in any::<prop::sample::Index>()) {
        let all = [DrillFault::ChainBroken, DrillFault::KindUnknown, DrillFault::Unreadable];
        let found = |faults: &[usize]| {
            let mut findings = Findings { repaired: faults.len() as u64, ..Findings::default() };
            faults.iter().for_each(|fault| findings.fault(all[*fault], fault.to_string()));
            findings
        };
        let cut = cut.index(faults.len() + 1);
        let mut sum = found(&faults[..cut]);
        sum.add(found(&faults[cut..]));
        prop_assert_eq!(&sum, &found(&faults));
        prop_assert!(sum.places.len() <= PLACES);
    }
}
