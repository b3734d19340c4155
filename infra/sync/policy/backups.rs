//! Backups of the tables, and the tables that are restored from them.

use super::{DATA_TABLE, Statement, plain, quoted};
use crate::function::Function;
use shared::domain::backup::RESTORED;
use shared::endpoint::Grant;
use shared::ports::DRILL;

/// Beside the stack's own table, which is the one that is backed up unless a restored one is in use: the keys stay out.
fn beside(rest: &str) -> String {
    format!("!Sub ${{DataTable.Arn}}{rest}")
}

/// The backups of the stack's own table and of those that were restored.
fn of_any_table() -> Vec<String> {
    vec![beside("/backup/*"), beside(&format!("{RESTORED}*/backup/*"))]
}

/// Who takes backups can't delete any. They are listed without a name: IAM knows none for it.
pub(super) fn statements(function: &Function) -> Vec<Statement> {
    let has = |grant| function.grants.contains(&grant);
    let (takes, prunes) = (has(Grant::TakeBackups), has(Grant::PruneBackups));
    let mut statements = Vec::new();
    statements.extend(takes.then(|| plain("TakeBackups", &["dynamodb:CreateBackup"], vec![DATA_TABLE.into()])));
    statements.extend(prunes.then(|| plain("PruneBackups", &["dynamodb:DeleteBackup"], of_any_table())));
    if takes || prunes {
        statements.push(plain("DescribeBackups", &["dynamodb:DescribeBackup"], of_any_table()));
        statements.push(plain("ListBackups", &["dynamodb:ListBackups"], vec![quoted("*")]));
    }
    statements.extend(has(Grant::DrillBackups).then(|| restore("DrillBackups", DRILL, &["dynamodb:DeleteTable"])).into_iter().flatten());
    // No deletion of any table.
    let keeps = ["dynamodb:ConditionCheckItem", "dynamodb:DescribeContinuousBackups", "dynamodb:UpdateContinuousBackups"];
    statements.extend(has(Grant::RestoreBackups).then(|| restore("RestoreBackups", RESTORED, &keeps)).into_iter().flatten());
    statements
}

/// A restore writes the new table in the name of who asked for it. No drill's table has the name of one in use.
/// What it finds there it opens with the keys in use; what the tables in use are tagged with, it puts on the others.
fn restore(id: &'static str, apart: &str, further: &[&'static str]) -> [Statement; 3] {
    let table = [
        "dynamodb:RestoreTableFromBackup",
        "dynamodb:DescribeTable",
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
        plain("ReadBackups", &["dynamodb:RestoreTableFromBackup"], of_any_table()),
        plain("ReadTags", &["dynamodb:DescribeTable", "dynamodb:ListTagsOfResource"], vec![DATA_TABLE.into()]),
        plain(id, &[&table, further].concat(), vec![beside(&format!("{apart}*"))]),
    ]
}
