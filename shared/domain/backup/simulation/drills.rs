//! Drills among the days: restores that fail, take long or find something wrong.

use super::super::{Drill, DrillFault, DrillPhase, DrillStep, Findings, drill_step};
use super::*;

impl World {
    /// The strokes of the weekly drill, and what somebody starts by hand after one that failed.
    pub(super) fn drill_of_the_week(&mut self, at: Timestamp) {
        let days = (at.date_naive() - chrono::NaiveDate::default()).num_days();
        let last = self.drills.first().cloned();
        let scheduled_at = at - TimeDelta::days(days % 7);
        let is_done = |drill: &Drill| drill.scheduled_at == scheduled_at && drill.phase == DrillPhase::Ended;
        match last {
            Some(drill) if is_done(&drill) && (drill.passed == Some(true) || !self.chance.is(5)) => {}
            _ => {
                self.run(|world, seen| world.drill(seen, scheduled_at));
            }
        }
    }

    // As backup_drill goes on.
    fn drill(&mut self, seen: &[Generation], scheduled_at: Timestamp) -> Result<(), Stopped> {
        let mut drill = match drill_step(&self.drills, seen, scheduled_at, self.now) {
            DrillStep::Nothing => return Ok(()),
            DrillStep::GoOn(drill) => drill,
            DrillStep::Begin(drill) => self.keep_drill(drill)?,
        };
        let generation = seen.iter().find(|generation| generation.id == drill.generation).ok_or(Stopped)?;
        while drill.phase != DrillPhase::Ended {
            if drill.is_late(self.now) {
                drill = self.keep_drill(drill.given_up(DrillFault::Unfinished))?;
            }
            let next = match drill.phase {
                DrillPhase::Restoring => match self.restore(&drill, generation)? {
                    Some(next) => next,
                    None => return Ok(()),
                },
                DrillPhase::Checking => self.look(&drill, generation),
                DrillPhase::Equipping => drill.equipped(),
                DrillPhase::Dropping => {
                    self.may_stop()?;
                    self.restored.remove(&drill.id);
                    drill.ended(self.now)
                }
                DrillPhase::Ended => return Ok(()),
            };
            drill = self.keep_drill(next)?;
        }
        Ok(())
    }

    // Nothing where the tables can't be read yet.
    fn restore(&mut self, drill: &Drill, generation: &Generation) -> Result<Option<Drill>, Stopped> {
        self.may_stop()?;
        let backup = generation.tables[0].backup.clone();
        if !backup.is_some_and(|backup| self.keeper.contains_key(&backup)) {
            return Ok(Some(drill.given_up(DrillFault::BackupGone)));
        }
        let minutes = i64::try_from(self.chance.next() % 90).unwrap();
        let takes = TimeDelta::minutes(if self.chance.is(3) { 60 * 24 * 3 } else { minutes });
        let ready_at = *self.restored.entry(drill.id.clone()).or_insert(self.now + takes);
        self.may_stop()?;
        Ok((ready_at <= self.now).then(|| drill.restored(self.now)))
    }

    // All of it at once: that pages add up however they are cut has a test of its own.
    fn look(&mut self, drill: &Drill, generation: &Generation) -> Drill {
        let mut findings = Findings::default();
        if self.chance.is(10) {
            findings.fault(DrillFault::ChainBroken, "somewhere");
        }
        let table = generation.tables[0].table;
        let looked = drill.looked(table, 3, findings, None);
        looked.judged(generation)
    }

    fn keep_drill(&mut self, drill: Drill) -> Result<Drill, Stopped> {
        self.may_stop()?;
        let before = self.drills.iter().position(|kept| kept.id == drill.id);
        if before.map_or(0, |place| self.drills[place].version) >= drill.version {
            return Err(Stopped);
        }
        if drill.phase == DrillPhase::Ended {
            let count = if drill.passed == Some(true) { &mut self.counts.drills_passed } else { &mut self.counts.drills_failed };
            *count += 1;
        }
        match before {
            Some(place) => self.drills[place] = drill.clone(),
            None => self.drills.insert(0, drill.clone()),
        }
        self.drills.truncate(60);
        self.may_stop()?;
        Ok(drill)
    }
}
