//! backup_list: the generations of backups and how they stand, and what drills found. For operators, through IAM.

use crate::backups::{drills, generations};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::backup::{Drill, Generation, KEPT};
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::view::View;

/// How many generations are shown.
const GENERATIONS: usize = 50;
/// How many drills are shown.
const DRILLS: usize = 20;

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
}

impl Endpoint for BackupList {
    const SPEC: Spec = Spec {
        name: "backup_list",
        summary: (
            "バックアップの世代と復元訓練の結果を表示する(運営者)",
            "Show the generations of backups and the reports of drills (operator)",
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
        Ok(Change::reply(Output { kept: KEPT, generations, drills }))
    }
}
