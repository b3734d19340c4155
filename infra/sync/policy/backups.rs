//! Backups of the tables, and the tables that are restored from them.

use super::{DATA_TABLE, Statement, plain, quoted};
use crate::function::Function;
use shared::endpoint::Grant;
use shared::ports::DRILL;

/// Of the one table that is backed up: the keys stay out.
fn of_table(rest: &str) -> Vec<String> {
    vec![format!("!Sub ${{DataTable.Arn}}{rest}")]
}

/// Who takes backups can't delete any. They are listed without a name: IAM knows none for it.
pub(super) fn statements(function: &Function) -> Vec<Statement> {
    let has = |grant| function.grants.contains(&grant);
    let (takes, prunes) = (has(Grant::TakeBackups), has(Grant::PruneBackups));
    let mut statements = Vec::new();
    statements.extend(takes.then(|| plain("TakeBackups", &["dynamodb:CreateBackup"], vec![DATA_TABLE.into()])));
    statements.extend(prunes.then(|| plain("PruneBackups", &["dynamodb:DeleteBackup"], of_table("/backup/*"))));
    if takes || prunes {
        statements.push(plain("DescribeBackups", &["dynamodb:DescribeBackup"], of_table("/backup/*")));
        statements.push(plain("ListBackups", &["dynamodb:ListBackups"], vec![quoted("*")]));
    }
    statements.extend(has(Grant::DrillBackups).then(drill_backups).into_iter().flatten());
    statements
}

/// A restore writes the new table in the name of who asked for it. No drill's table has the name of one in use.
/// What it finds there it opens with the keys in use; what the tables in use are tagged with, it puts on the others.
fn drill_backups() -> [Statement; 3] {
    let table = [
        "dynamodb:RestoreTableFromBackup",
        "dynamodb:DescribeTable",
        "dynamodb:DeleteTable",
        "dynamodb:GetItem",
        "dynamodb:BatchGetItem",
        "dynamodb:Query",
        "dynamodb:Scan",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
        "dynamodb:DeleteItem",
        "dynamodb:BatchWriteItem",
        "dynamodb:DescribeTimeToLive",
        "dynamodb:UpdateTimeToLive",
        "dynamodb:UpdateTable",
        "dynamodb:TagResource",
    ];
    [
        plain("ReadBackups", &["dynamodb:RestoreTableFromBackup"], of_table("/backup/*")),
        plain("ReadTags", &["dynamodb:DescribeTable", "dynamodb:ListTagsOfResource"], vec![DATA_TABLE.into()]),
        plain("DrillBackups", &table, of_table(&format!("{DRILL}*"))),
    ]
}
