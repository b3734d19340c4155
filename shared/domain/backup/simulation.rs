//! Four hundred days of backups and their drills under random failures of creating, describing, restoring and deleting, kills, late
//! and double runs: the keeper and the records are kept here, and what is done to them follows from the domain's decisions alone,
//! step by step as the jobs take them.

#![allow(clippy::unwrap_used)]

mod counts;
mod drills;

use self::counts::{Counts, say, sum};
use super::*;
use std::collections::BTreeMap;

const DAYS: i64 = 400;
const SEEDS: u64 = 10;
/// For how long deleted generations are remembered, in days.
const REMEMBERED: i64 = 10;
const APPLICATION: &str = "claims";

/// splitmix64.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn is(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }
}

/// A run that stopped here: the call failed, its reply was lost, the process was killed, or another run was faster.
struct Stopped;

/// A backup with its keeper: what it is called, and from when on it is complete.
struct Kept {
    name: String,
    table: Store,
    ready_at: Timestamp,
}

struct World {
    chance: Chance,
    now: Timestamp,
    records: BTreeMap<String, Generation>,
    keeper: BTreeMap<String, Kept>,
    made: u64,
    drills: Vec<Drill>,
    /// The tables of drills, and from when on they can be read.
    restored: BTreeMap<String, Timestamp>,
    /// Whether calls fail.
    is_stormy: bool,
    counts: Counts,
}

impl World {
    fn new(seed: u64) -> Self {
        let now = chrono::DateTime::parse_from_rfc3339("2026-11-01T02:00:00+09:00").unwrap();
        let foreign = |table| Kept { name: "by-hand".into(), table, ready_at: now };
        let keeper = BTreeMap::from([("foreign-1".to_owned(), foreign(Store::Data)), ("foreign-2".to_owned(), foreign(Store::Keys))]);
        let (records, drills, restored) = (BTreeMap::new(), Vec::new(), BTreeMap::new());
        Self { chance: Chance(seed), now, records, keeper, made: 0, drills, restored, is_stormy: true, counts: Counts::default() }
    }

    /// Before and after each call: one in ten fails or is the last of its process.
    fn may_stop(&mut self) -> Result<(), Stopped> {
        if self.is_stormy && self.chance.is(10) { Err(Stopped) } else { Ok(()) }
    }

    fn list(&self) -> Vec<Generation> {
        self.records.values().cloned().collect()
    }

    /// On the condition that nobody else wrote the record.
    fn keep(&mut self, generation: &Generation) -> Result<(), Stopped> {
        self.may_stop()?;
        let before = self.records.get(&generation.id).map_or(0, |found| found.version);
        if before + 1 != generation.version {
            return Err(Stopped);
        }
        match generation.state {
            GenerationState::Creating if before == 0 => self.counts.begun += 1,
            GenerationState::Complete => self.counts.completed += 1,
            GenerationState::Deleted => self.counts.pruned += 1,
            _ => {}
        }
        self.records.insert(generation.id.clone(), generation.clone());
        self.may_stop()
    }

    fn named(&self, table: Store, name: &str) -> Vec<String> {
        self.keeper.iter().filter(|(_, kept)| kept.table == table && kept.name == name).map(|(backup, _)| backup.clone()).collect()
    }

    fn create(&mut self, table: Store, name: &str) -> Result<String, Stopped> {
        self.may_stop()?;
        self.made += 1;
        let minutes = i64::try_from(self.chance.next() % 60).unwrap();
        let backup = format!("made-{:08}", self.made);
        let ready_at = self.now + TimeDelta::minutes(if self.chance.is(2) { 60 * 24 } else { minutes });
        self.keeper.insert(backup.clone(), Kept { name: name.to_owned(), table, ready_at });
        self.may_stop()?;
        Ok(backup)
    }

    fn describe(&mut self, backup: &str) -> Result<TableBackupState, Stopped> {
        self.may_stop()?;
        Ok(match self.keeper.get(backup) {
            None => TableBackupState::Gone,
            Some(kept) if kept.ready_at > self.now => TableBackupState::Creating,
            Some(_) => TableBackupState::Complete,
        })
    }

    fn watch(&mut self, mut generation: Generation) -> Result<Generation, Stopped> {
        let before = generation.clone();
        for table in &before.tables {
            let state = self.describe(table.backup.as_deref().unwrap())?;
            if state != table.state {
                generation = Generation { version: before.version, ..generation.described(table.table, state, None, self.now) };
            }
        }
        if generation != before {
            generation.version += 1;
            self.keep(&generation)?;
        }
        Ok(generation)
    }

    // `seen` is what the run read: older than what there is where another run went on meanwhile.
    fn take(&mut self, seen: &[Generation], scheduled_at: Timestamp) -> Result<(), Stopped> {
        let mut generation = match take(seen, scheduled_at, self.now) {
            Take::Taken | Take::Exhausted => return Ok(()),
            Take::GoOn(generation) => generation,
            Take::Begin { given_up, generation } => {
                for failed in given_up {
                    self.keep(&failed)?;
                }
                self.keep(&generation)?;
                generation
            }
        };
        while let Step::Create(table) = generation.step() {
            let name = generation.name(APPLICATION);
            let backup = match self.named(table, &name).into_iter().next() {
                Some(found) => found,
                None => self.create(table, &name)?,
            };
            generation = generation.created(table, backup);
            self.keep(&generation)?;
        }
        self.watch(generation).map(drop)
    }

    fn prune(&mut self, seen: &[Generation]) -> Result<(), Stopped> {
        if last_drill_failed(&self.drills) {
            self.counts.blocked += 1;
            return Err(Stopped);
        }
        for generation in kept(seen) {
            if self.watch(generation.clone())?.state != GenerationState::Complete {
                return Err(Stopped);
            }
        }
        for generation in to_prune(seen) {
            let mut going = generation.clone();
            if going.state != GenerationState::Deleting {
                going = going.deleting();
                self.keep(&going)?;
            }
            for table in going.clone().tables {
                for backup in self.named(table.table, &going.name(APPLICATION)).into_iter().chain(table.backup) {
                    self.may_stop()?;
                    self.delete(&backup, generation);
                }
                going = going.described(table.table, TableBackupState::Gone, None, self.now);
                self.keep(&going)?;
            }
        }
        Ok(())
    }

    fn delete(&mut self, backup: &str, of: &Generation) {
        let newer = self.good().into_iter().filter(|good| good.order() > of.order()).count();
        assert!(of.state != GenerationState::Complete || newer >= KEPT, "{} goes with {newer} newer good ones", of.id);
        assert!(self.keeper.get(backup).is_none_or(|kept| kept.name == of.name(APPLICATION)), "{backup} is somebody else's");
        assert!(!last_drill_failed(&self.drills), "{} goes after a failed drill", of.id);
        self.keeper.remove(backup);
    }

    /// The generations that could be restored.
    fn good(&self) -> Vec<&Generation> {
        let is_there = |table: &TableBackup| table.backup.as_ref().is_some_and(|backup| self.keeper.contains_key(backup));
        let complete = self.records.values().filter(|generation| generation.is(GenerationState::Complete));
        complete.filter(|generation| generation.tables.iter().all(is_there)).collect()
    }

    fn run(&mut self, job: impl Fn(&mut Self, &[Generation]) -> Result<(), Stopped>) -> bool {
        let seen = self.list();
        self.counts.runs += 1;
        let went = job(self, &seen).is_ok();
        self.counts.stopped += u64::from(!went);
        // At once with the first, or by hand: it has read the same and acts later.
        if self.is_stormy && self.chance.is(15) {
            self.counts.runs += 1;
            self.counts.stopped += u64::from(job(self, &seen).is_err());
        }
        went
    }

    /// A day: the strokes of the jobs until each is done, some of them late, some days without any.
    fn day(&mut self, scheduled_at: Timestamp) {
        self.is_stormy = !self.chance.is(30);
        let (late, is_off) = (self.chance.next() % 120, self.chance.is(3));
        for stroke in 0..30 {
            self.now = scheduled_at + TimeDelta::minutes(10 * stroke + i64::try_from(late).unwrap());
            if is_off || self.chance.is(20) {
                continue;
            }
            self.run(|world, seen| world.take(seen, scheduled_at));
            let creating = self.records.values().filter(|generation| generation.is(GenerationState::Creating)).count();
            assert!(creating <= 1, "{creating} in progress");
            if stroke >= 12 {
                self.drill_of_the_week(scheduled_at + TimeDelta::hours(2));
            }
            if stroke >= 18 && self.run(Self::prune) && !self.is_stormy {
                self.pruned_through(creating);
            }
        }
        self.counts.most_backups = self.counts.most_backups.max(self.keeper.len());
        let since = self.now - TimeDelta::days(REMEMBERED);
        self.records.retain(|_, generation| !generation.is(GenerationState::Deleted) || generation.scheduled_at > since);
    }

    /// After a prune that went through: seven at most, and nothing of ours that belongs to none of them or to one in progress.
    fn pruned_through(&self, creating: usize) {
        assert!(self.good().len() <= KEPT);
        let live = |generation: &&Generation| matches!(generation.state, GenerationState::Complete | GenerationState::Creating);
        let names: Vec<String> = self.records.values().filter(live).map(|generation| generation.name(APPLICATION)).collect();
        assert!(names.len() <= KEPT + creating);
        let astray = self.keeper.values().filter(|kept| kept.name != "by-hand" && !names.contains(&kept.name)).count();
        assert_eq!(astray, 0, "backups of no generation");
    }

    /// Somebody deletes a good backup by hand.
    fn lose(&mut self) {
        let which = usize::try_from(self.chance.next() % 7).unwrap();
        let Some(lost) = self.good().get(which).and_then(|one| one.tables[0].backup.clone()) else { return };
        self.keeper.remove(&lost);
        self.counts.lost += 1;
    }
}

fn simulate(seed: u64, loses: bool) -> Counts {
    let mut world = World::new(seed);
    let (first, mut had_seven) = (world.now, false);
    for day in 0..DAYS {
        world.day(first + TimeDelta::days(day));
        let good = world.good().len();
        had_seven |= good >= KEPT;
        assert!(loses || !had_seven || good >= KEPT, "day {day} of seed {seed}: {good} good ones");
        if loses && world.chance.is(5) {
            world.lose();
        }
    }
    assert!(had_seven || loses, "seed {seed}");
    assert!(["foreign-1", "foreign-2"].iter().all(|foreign| world.keeper.contains_key(*foreign)), "what others made stays");
    world.counts
}

#[test]
fn seven_good_generations_stay_whatever_fails() {
    let all: Vec<Counts> = (0..SEEDS).map(|seed| simulate(seed, false)).collect();
    say("failures, kills, late and double runs", &all);
    assert!(sum(&all, |counts| counts.completed) > SEEDS * 300, "most days must come to something");
    assert!(sum(&all, |counts| counts.pruned) > SEEDS * 250 && sum(&all, |counts| counts.stopped) > SEEDS * 400, "nothing failed");
    assert!(sum(&all, |counts| counts.drills_passed) > SEEDS * 40 && sum(&all, |counts| counts.drills_failed) > SEEDS * 5, "no drills");
    assert!(sum(&all, |counts| counts.blocked) > SEEDS * 5, "no failed drill kept anything");
}

#[test]
fn what_somebody_deletes_by_hand_is_noticed_before_an_older_one_goes() {
    let all: Vec<Counts> = (0..SEEDS).map(|seed| simulate(seed + 1_000, true)).collect();
    say("and backups lost by hand", &all);
    assert!(sum(&all, |counts| counts.lost) > SEEDS * 10);
}
