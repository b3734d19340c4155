//! backup_list: the generations of backups and how they stand. For operators, through IAM.

use crate::backups::generations;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::backup::{Generation, KEPT};
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::view::View;

/// How many generations are shown.
const GENERATIONS: usize = 50;

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
}

impl Endpoint for BackupList {
    const SPEC: Spec = Spec {
        name: "backup_list",
        summary: ("バックアップの世代を表示する(運営者)", "Show the generations of backups (operator)"),
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(_: &Caller, _: Input, view: &View<'_>) -> Result<Change<Output>> {
        let mut generations = generations(view).await?;
        generations.truncate(GENERATIONS);
        Ok(Change::reply(Output { kept: KEPT, generations }))
    }
}
