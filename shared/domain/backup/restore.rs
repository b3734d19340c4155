//! Restores (復元): a generation becomes a table of its own beside the one in use. What a backup caught half is mended, every item is
//! looked at, and what a restore leaves out is put back; then the table is ready for an operator to switch to. How far a restore is,
//! is kept with what it has found, so that one that is cut off is gone on with.

use super::drill::next_place;
use super::{BACKED_UP, DrillFault, DrillPlace, Findings, Generation};
use crate::domain::erasure::Signature;
use crate::domain::text::Line;
use crate::domain::time::{self, Timestamp};
use crate::key::Store;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why a generation is restored.
pub type Reason = Line<200>;

/// What an operator has decided, and what came of it. How far it is stands in [`RestoreRun`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restore {
    /// Its identifier: the generation and the attempt, so that two calls at once begin the same one.
    pub id: String,
    /// The generation.
    pub generation: String,
    /// Why.
    pub reason: Reason,
    /// Who instructed it.
    pub instructed: Signature,
    /// Whether the table can be switched to; `None` while it is being made.
    pub ready: Option<bool>,
}

/// Where a restore is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RestorePhase {
    /// 復元中.
    Restoring,
    /// 修復中: every item is looked at, and what was caught half is mended.
    Mending,
    /// 検査中: every item is looked at once more, since something was mended.
    Checking,
    /// 設定中: what a restore leaves out is put back.
    Equipping,
    /// 完了: the table can be switched to.
    Ready,
    /// 失敗: the findings say why. The table stays for whoever looks into it.
    Failed,
}

/// How far a restore is, and its report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RestoreRun {
    /// The restore's identifier.
    pub id: String,
    /// The generation.
    pub generation: String,
    /// 1 for the first of this generation.
    pub attempt: u32,
    /// Why.
    pub reason: Reason,
    /// Who instructed it.
    pub instructed: Signature,
    /// What the restored table's name has after that of the stack's own.
    pub table_suffix: String,
    /// From when the data is: what was written later isn't in it (目標復旧時点).
    #[serde(with = "time::rfc3339")]
    #[schemars(with = "String")]
    pub recovery_point: Timestamp,
    /// How many seconds it took until the table could be read (復旧時間).
    pub recovery_seconds: Option<i64>,
    /// When it ended.
    #[serde(with = "time::rfc3339::option")]
    #[schemars(with = "Option<String>")]
    pub ended_at: Option<Timestamp>,
    /// Where it is.
    pub phase: RestorePhase,
    /// Where the look over the table goes on.
    pub place: Option<DrillPlace>,
    /// How many items were looked at in this phase.
    pub counted: BTreeMap<Store, u64>,
    /// What this phase found.
    pub findings: Findings,
    /// How many halves of a transaction were mended.
    pub mended: u64,
    /// The label of the restored table's stream, once it has one.
    pub table_stream: Option<String>,
    /// Counts its writes.
    pub version: u64,
}

impl RestoreRun {
    /// One to be begun.
    #[must_use]
    pub fn begun(generation: &Generation, attempt: u32, reason: Reason, instructed: Signature) -> Self {
        let id = format!("{}.{attempt}", generation.id);
        Self {
            table_suffix: suffix(&id),
            id,
            generation: generation.id.clone(),
            attempt,
            reason,
            instructed,
            recovery_point: generation.started_at,
            recovery_seconds: None,
            ended_at: None,
            phase: RestorePhase::Restoring,
            place: None,
            counted: BTreeMap::new(),
            findings: Findings::default(),
            mended: 0,
            table_stream: None,
            version: 1,
        }
    }

    /// The decision that it carries out.
    #[must_use]
    pub fn decision(&self) -> Restore {
        Restore {
            id: self.id.clone(),
            generation: self.generation.clone(),
            reason: self.reason.clone(),
            instructed: self.instructed.clone(),
            ready: match self.phase {
                RestorePhase::Ready => Some(true),
                RestorePhase::Failed => Some(false),
                _ => None,
            },
        }
    }

    /// Whether it is over, one way or the other.
    #[must_use]
    pub const fn has_ended(&self) -> bool {
        matches!(self.phase, RestorePhase::Ready | RestorePhase::Failed)
    }

    /// With a table that can be read.
    #[must_use]
    pub fn restored(&self, now: Timestamp) -> Self {
        let recovery_seconds = Some((now - self.instructed.at).num_seconds());
        Self { recovery_seconds, ..self.looking(RestorePhase::Mending) }
    }

    fn looking(&self, phase: RestorePhase) -> Self {
        let place = BACKED_UP.first().map(|table| DrillPlace { table: *table, after: None });
        Self { phase, place, counted: BTreeMap::new(), findings: Findings::default(), ..self.clone() }
    }

    /// With a page of a table looked at, and where it goes on; `None` at the end of the table.
    #[must_use]
    pub fn looked(&self, table: Store, items: u64, findings: Findings, after: Option<(String, String)>) -> Self {
        let mut next = self.clone();
        *next.counted.entry(table).or_default() += items;
        next.findings.add(findings);
        next.place = next_place(table, after);
        next
    }

    /// With all of it looked at. As it was restored it must have as many items as its backup. What was mended is looked at once
    /// more, with everything else; nothing may be left to mend then.
    #[must_use]
    pub fn looked_through(&self, generation: &Generation, now: Timestamp) -> Self {
        let mut next = Self { place: None, ..self.clone() };
        if self.phase == RestorePhase::Mending {
            next.findings.compare(generation, &self.counted);
            next.mended = self.findings.repaired;
        } else if self.findings.repaired > 0 {
            next.findings.fault(DrillFault::Unmended, self.generation.clone());
        }
        let differs = next.findings.faults.contains_key(&DrillFault::CountDiffers);
        match (self.phase, next.mended) {
            (RestorePhase::Mending, 1..) if !differs => next.looking(RestorePhase::Checking),
            _ if next.findings.faults.is_empty() => Self { phase: RestorePhase::Equipping, ..next },
            _ => Self { phase: RestorePhase::Failed, ended_at: Some(now), ..next },
        }
    }

    /// With what a restore leaves out put back.
    #[must_use]
    pub fn equipped(&self, table_stream: String, now: Timestamp) -> Self {
        Self { phase: RestorePhase::Ready, table_stream: Some(table_stream), ended_at: Some(now), ..self.clone() }
    }

    /// Given up with a fault.
    #[must_use]
    pub fn given_up(&self, fault: DrillFault, now: Timestamp) -> Self {
        let mut next = Self { phase: RestorePhase::Failed, place: None, ended_at: Some(now), ..self.clone() };
        next.findings.fault(fault, self.generation.clone());
        next
    }
}

/// What sets apart the names of tables that are restored to be used: a restore writes into no other.
pub const RESTORED: &str = "-restored-";

/// What the name of a restored table has after that of the stack's own.
#[must_use]
pub fn suffix(restore: &str) -> String {
    format!("{RESTORED}{restore}")
}

/// The name of the stack's own table, of which the table in use may be a restored one.
#[must_use]
pub fn stack_table(in_use: &str) -> &str {
    in_use.split_once(RESTORED).map_or(in_use, |(own, _)| own)
}

/// The restore of a generation that a call goes on with, or whose report it shows. One that failed isn't gone on with, nor one that
/// made the table in use: its data has moved on.
#[must_use]
pub fn going_on<'r>(runs: &'r [RestoreRun], generation: &str, table_in_use: &str) -> Option<&'r RestoreRun> {
    let newest = runs.iter().filter(|run| run.generation == generation).max_by_key(|run| run.attempt);
    newest.filter(|run| run.phase != RestorePhase::Failed && !table_in_use.ends_with(&run.table_suffix))
}

/// The attempt that would be begun next for a generation.
#[must_use]
pub fn next_attempt(runs: &[RestoreRun], generation: &str) -> u32 {
    runs.iter().filter(|run| run.generation == generation).map(|run| run.attempt).max().map_or(1, |last| last + 1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{ItemCount, TableBackupState};
    use super::*;
    use chrono::TimeDelta;

    fn at(minute: i64) -> Timestamp {
        chrono::DateTime::parse_from_rfc3339("2026-11-01T02:00:00+09:00").unwrap() + TimeDelta::minutes(minute)
    }

    fn generation(items: u64) -> Generation {
        let begun = Generation::begun(at(0), 1, at(0)).created(Store::Data, "backup".into());
        begun.described(Store::Data, TableBackupState::Complete, Some(ItemCount { items, is_exact: true }), at(10))
    }

    fn begun() -> RestoreRun {
        let instructed = Signature { operator: "alice".parse().unwrap(), at: at(60) };
        RestoreRun::begun(&generation(3), 1, "誤操作".parse().unwrap(), instructed)
    }

    fn found(repaired: u64, faults: &[DrillFault]) -> Findings {
        let mut findings = Findings { repaired, ..Findings::default() };
        faults.iter().for_each(|fault| findings.fault(*fault, "place"));
        findings
    }

    #[test]
    fn what_was_mended_is_looked_at_once_more() {
        use RestorePhase::{Checking, Equipping, Failed};
        let broken = &[DrillFault::ChainBroken][..];
        // Items, what the first look finds, what the second finds, and where each leads.
        let table = [
            ("whole", 3, found(0, &[]), None, Equipping),
            ("broken", 3, found(0, broken), None, Failed),
            ("too few", 2, found(1, &[]), None, Failed),
            ("mended", 3, found(2, &[]), Some(found(0, &[])), Equipping),
            ("what seemed broken was beside a half", 3, found(1, broken), Some(found(0, &[])), Equipping),
            ("not mended", 3, found(1, &[]), Some(found(1, &[])), Failed),
            ("broken all the same", 3, found(1, &[]), Some(found(0, broken)), Failed),
        ];
        for (case, items, first, second, expected) in table {
            let looked = begun().restored(at(90)).looked(Store::Data, items, first.clone(), None);
            assert_eq!((looked.place.clone(), looked.recovery_seconds), (None, Some(30 * 60)), "{case}");
            let mut run = looked.looked_through(&generation(3), at(91));
            if let Some(second) = second {
                assert_eq!((run.phase, run.mended, &run.findings), (Checking, first.repaired, &Findings::default()), "{case}");
                // What mending adds and removes is in no backup's count.
                run = run.looked(Store::Data, items + 1, second, None).looked_through(&generation(3), at(92));
            }
            assert_eq!((run.phase, run.has_ended()), (expected, expected == Failed), "{case}");
            assert_eq!(run.decision().ready, (expected == Failed).then_some(false), "{case}");
        }
    }

    #[test]
    fn a_call_goes_on_with_the_newest_that_did_not_fail_and_is_not_in_use() {
        let (first, second) = (begun(), RestoreRun { attempt: 2, table_suffix: suffix("2026-11-01.0200.1.2"), ..begun() });
        let failed = |run: &RestoreRun| run.given_up(DrillFault::BackupGone, at(99));
        let id = &first.generation;
        assert_eq!(going_on(&[], id, "table"), None);
        assert_eq!(going_on(&[first.clone(), second.clone()], id, "table"), Some(&second));
        assert_eq!(going_on(&[first.clone(), failed(&second)], id, "table"), None);
        assert_eq!(going_on(std::slice::from_ref(&first), id, "table-restored-2026-11-01.0200.1.1"), None);
        assert_eq!(going_on(std::slice::from_ref(&second), id, "table-restored-2026-11-01.0200.1.1"), Some(&second));
        assert_eq!(going_on(std::slice::from_ref(&first), "another", "table"), None);
        assert_eq!((next_attempt(&[], id), next_attempt(&[second, first.clone()], id)), (1, 3));
        assert_eq!(first.table_suffix, "-restored-2026-11-01.0200.1.1");
        assert_eq!((stack_table("table"), stack_table("table-restored-2026-11-01.0200.1.1")), ("table", "table"));
    }
}
