//! What is done next about generations, and which of them go.

#![allow(clippy::unwrap_used)]

use super::*;
use proptest::prelude::*;

fn at(day: i64, minute: i64) -> Timestamp {
    chrono::DateTime::parse_from_rfc3339("2026-11-01T02:00:00+09:00").unwrap() + TimeDelta::days(day) + TimeDelta::minutes(minute)
}

fn generation(day: i64, attempt: u32, state: GenerationState) -> Generation {
    Generation { state, ..Generation::begun(at(day, 0), attempt, at(day, 0)) }
}

#[test]
fn a_generation_is_complete_when_its_backup_is() {
    let begun = Generation::begun(at(0, 0), 1, at(0, 1));
    assert_eq!((begun.id.as_str(), begun.name("claims").as_str()), ("2026-11-01.0200.1", "claims.2026-11-01.0200.1"));
    assert_eq!(begun.step(), Step::Create(Store::Data));
    let made = begun.created(Store::Data, "d".into());
    assert_eq!(made.step(), Step::Watch);
    let items = Some(ItemCount { items: 3, is_exact: true });
    let waits = made.described(Store::Data, TableBackupState::Creating, items, at(0, 2));
    assert_eq!((waits.state, waits.tables[0].items, waits.step()), (GenerationState::Creating, items, Step::Watch));
    let complete = waits.described(Store::Data, TableBackupState::Complete, None, at(0, 3));
    assert_eq!((complete.state, complete.completed_at, complete.step()), (GenerationState::Complete, Some(at(0, 3)), Step::Ended));
    assert_eq!(complete.version, 4);
    let lost = complete.described(Store::Data, TableBackupState::Gone, None, at(9, 0));
    assert_eq!((lost.state, lost.completed_at), (GenerationState::Failed, Some(at(0, 3))));
    let deleting = complete.deleting();
    assert_eq!(deleting.state, GenerationState::Deleting);
    assert_eq!(deleting.described(Store::Data, TableBackupState::Gone, None, at(9, 0)).state, GenerationState::Deleted);
}

#[test]
fn each_time_has_one_good_generation_and_one_is_made_at_a_time() {
    use GenerationState::{Complete, Creating, Deleted, Failed};
    let begin = |given_up: Vec<Generation>, attempt, minute| Take::Begin {
        given_up,
        generation: Generation::begun(at(1, 0), attempt, at(1, minute)),
    };
    let (stale, slow) = (generation(0, 1, Creating), generation(1, 1, Creating));
    let hours = HOURS * 60;
    let table = [
        ("the first", vec![], 0, begin(vec![], 1, 0)),
        ("yesterday's is there", vec![generation(0, 1, Complete)], 0, begin(vec![], 1, 0)),
        ("today's is there", vec![generation(1, 1, Complete)], 10, Take::Taken),
        ("today's was pruned", vec![generation(1, 1, Deleted)], 10, Take::Taken),
        ("a later one is under way", vec![generation(2, 1, Creating)], 10, Take::Taken),
        ("today's is under way", vec![slow.clone()], 10, Take::GoOn(slow.clone())),
        ("today's takes too long", vec![slow.clone()], hours, begin(vec![slow.failed()], 2, hours)),
        ("yesterday's is still under way", vec![stale.clone()], 0, begin(vec![stale.failed()], 1, 0)),
        ("today's failed", vec![generation(1, 1, Failed)], 10, begin(vec![], 2, 10)),
        ("today's failed too often", vec![generation(1, ATTEMPTS, Failed)], 10, Take::Exhausted),
    ];
    for (case, generations, minute, expected) in table {
        assert_eq!(take(&generations, at(1, 0), at(1, minute)), expected, "{case}");
    }
}

#[test]
fn a_count_agrees_exactly_or_as_an_estimate_of_some_hours_before() {
    let table = [(true, 100, 100, true), (true, 100, 99, false), (true, 100, 101, false), (false, 100, 90, true), (false, 100, 89, false)];
    for (is_exact, items, found, expected) in table {
        assert_eq!(ItemCount { items, is_exact }.agrees(found), expected, "{is_exact} {items} {found}");
    }
    assert!(ItemCount { items: 100, is_exact: false }.agrees(1_000));
}

proptest! {
    #[test]
    fn no_good_generation_goes_unless_seven_newer_good_ones_stay(states in proptest::collection::vec(0_usize..5, 0..40)) {
        use GenerationState::{Complete, Creating, Deleted, Deleting, Failed};
        let all = [Creating, Complete, Failed, Deleting, Deleted];
        let generations: Vec<_> = states.iter().zip(0..).map(|(state, day)| generation(day, 1, all[*state])).collect();
        let prunable = to_prune(&generations);
        let stays = |other: &&Generation| other.is(Complete) && !prunable.contains(other);
        for pruned in &prunable {
            let newer = generations.iter().filter(stays).filter(|other| other.scheduled_at > pruned.scheduled_at).count();
            prop_assert!(!pruned.is(Complete) || newer == KEPT);
            prop_assert!(!pruned.is(Creating) && !pruned.is(Deleted));
        }
        prop_assert_eq!(generations.iter().filter(stays).count(), generations.iter().filter(|one| one.is(Complete)).count().min(KEPT));
    }
}
