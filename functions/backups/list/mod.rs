//! backup_list: the generations of backups and how they stand, what drills found, and how restores stand. For operators, through IAM.

use crate::backups::{drills, generations, restores};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::backup::{Drill, Generation, KEPT, RestoreRun};
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::view::View;

/// How many generations are shown.
const GENERATIONS: usize = 50;
/// How many drills are shown.
const DRILLS: usize = 20;
/// How many restores are shown.
const RESTORES: usize = 20;

/// The function.
pub struct BackupList;

/// Nothing.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

/// The backups.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// How many good generations are kept at least.
    pub kept: usize,
    /// The generations, newest first.
    pub generations: Vec<Generation>,
    /// The drills and their reports, newest first.
    pub drills: Vec<Drill>,
    /// The restores and their reports, newest first.
    pub restores: Vec<RestoreRun>,
}

impl Endpoint for BackupList {
    const SPEC: Spec = Spec {
        name: "backup_list",
        summary: (
            "バックアップの世代と、復元・復元訓練の状況を表示する(運営者)",
            "Show the generations of backups, and the reports of drills and restores (operator)",
        ),
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(_: &Caller, _: Input, view: &View<'_>) -> Result<Change<Output>> {
        let mut generations = generations(view).await?;
        generations.truncate(GENERATIONS);
        let mut drills = drills(view).await?;
        drills.truncate(DRILLS);
        let mut restores = restores(view).await?;
        restores.truncate(RESTORES);
        Ok(Change::reply(Output { kept: KEPT, generations, drills, restores }))
    }
}
