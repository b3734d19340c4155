//! The actions, with the inputs and outputs of DynamoDB's.

use super::snapshot::{self, Description};
use super::{BackupFault, CONTINUOUS, FILLING, LocalBackups, Refusal, WHOLE, broken, refused};
use crate::kms::{ACCOUNT, REGION};
use chrono::Utc;
use dynoxide::actions::delete_table::DeleteTableRequest;
use dynoxide::actions::describe_table::DescribeTableRequest;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;

/// How many backups a page of a listing shows.
const LISTED: usize = 100;

fn text<'i>(input: &'i Value, name: &'static str) -> Result<&'i str, Refusal> {
    match input[name].as_str() {
        Some(text) if !text.is_empty() => Ok(text),
        _ => refused("ValidationException", format!("{name} is missing")),
    }
}

// A name becomes the name of a file.
fn plain(name: &str) -> Result<&str, Refusal> {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "_.-".contains(character);
    if name.len() >= 3 && name.chars().all(is_plain) { Ok(name) } else { refused("ValidationException", format!("{name} is no name")) }
}

fn file(keeper: &LocalBackups, arn: &str) -> Result<PathBuf, Refusal> {
    let id = arn.rsplit_once("/backup/").map_or("", |(_, id)| id);
    Ok(keeper.directory.join(format!("{}.{WHOLE}", plain(id)?)))
}

/// What is known of a backup: while it is being made, its name and table alone.
fn found(keeper: &LocalBackups, arn: &str) -> Result<Description, Refusal> {
    match snapshot::read_description(&file(keeper, arn)?) {
        Ok(description) if description.arn == arn => Ok(description),
        _ => refused("BackupNotFoundException", format!("Backup not found: {arn}")),
    }
}

fn is_being_made(keeper: &LocalBackups, what: &str) -> bool {
    keeper.making().contains(what) || (what.contains("/backup/") && keeper.has_fault(BackupFault::Slow))
}

pub(super) fn create(keeper: &Arc<LocalBackups>, input: &Value) -> Result<Value, Refusal> {
    let (table, name) = (plain(text(input, "TableName")?)?, plain(text(input, "BackupName")?)?);
    if !snapshot::exists(&keeper.database, table) {
        return refused("TableNotFoundException", format!("Table not found: {table}"));
    }
    let now = Utc::now();
    let mut random = [0_u8; 4];
    aws_lc_rs::rand::fill(&mut random).map_err(|_| broken("no randomness"))?;
    let id = format!("{:017}-{:08x}", now.timestamp_micros(), u32::from_be_bytes(random));
    let arn = format!("arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{table}/backup/{id}");
    let copy = keeper.directory.join(format!("{id}.copy"));
    // The point in time; what follows reads the copy.
    keeper.database.vacuum_into(&copy.to_string_lossy()).map_err(broken)?;
    let description = Description {
        arn: arn.clone(),
        name: name.to_owned(),
        table: table.to_owned(),
        made_at: now.timestamp_millis(),
        ..Description::default()
    };
    let details = details(&description, "CREATING");
    keeper.making().insert(arn.clone());
    let whole = file(keeper, &arn)?;
    snapshot::begin(&keeper.directory.join(format!("{id}.making")), &description).map_err(broken)?;
    keeper.go_on(arn, move |_| snapshot::write(&copy, &whole, description));
    Ok(json!({ "BackupDetails": details }))
}

fn details(description: &Description, status: &str) -> Value {
    json!({
        "BackupArn": description.arn, "BackupName": description.name, "BackupStatus": status, "BackupType": "USER",
        "BackupCreationDateTime": description.made_at as f64 / 1000.0,
    })
}

fn status(keeper: &LocalBackups, arn: &str) -> &'static str {
    if is_being_made(keeper, arn) { "CREATING" } else { "AVAILABLE" }
}

pub(super) fn list(keeper: &LocalBackups, input: &Value) -> Result<Value, Refusal> {
    let (table, after) = (text(input, "TableName")?, input["ExclusiveStartBackupArn"].as_str().unwrap_or_default());
    let all = snapshot::descriptions(&keeper.directory).map_err(broken)?;
    // What could not be made isn't there.
    let is_there = |backup: &Description| keeper.making().contains(&backup.arn) || found(keeper, &backup.arn).is_ok();
    let of_table = all.into_iter().filter(|backup| backup.table == table && backup.arn.as_str() > after);
    let mut listed: Vec<_> = of_table.filter(is_there).collect();
    listed.sort_by(|one, other| one.arn.cmp(&other.arn));
    let more = listed.len() > LISTED;
    listed.truncate(LISTED);
    let last = listed.last().filter(|_| more).map(|backup| backup.arn.clone());
    let summaries = listed.iter().map(|backup| {
        let mut summary = details(backup, status(keeper, &backup.arn));
        summary["TableName"] = json!(backup.table);
        summary
    });
    let mut page = json!({ "BackupSummaries": summaries.collect::<Vec<_>>() });
    if let Some(last) = last {
        page["LastEvaluatedBackupArn"] = json!(last);
    }
    Ok(page)
}

pub(super) fn describe(keeper: &LocalBackups, input: &Value) -> Result<Value, Refusal> {
    let arn = text(input, "BackupArn")?;
    let backup = described(keeper, arn)?;
    let source = json!({
        "TableName": backup.table, "TableId": backup.table, "KeySchema": backup.schema["KeySchema"], "ItemCount": backup.items,
        "TableCreationDateTime": 0.0, "ProvisionedThroughput": { "ReadCapacityUnits": 0, "WriteCapacityUnits": 0 },
    });
    Ok(json!({ "BackupDescription": { "BackupDetails": details(&backup, status(keeper, arn)), "SourceTableDetails": source } }))
}

// One that is being made has its description beside it.
fn described(keeper: &LocalBackups, arn: &str) -> Result<Description, Refusal> {
    match found(keeper, arn) {
        Err(_) if keeper.making().contains(arn) => {
            snapshot::read_description(&file(keeper, arn)?.with_extension("making")).or_else(|_| found(keeper, arn))
        }
        found => found,
    }
}

pub(super) fn delete(keeper: &LocalBackups, input: &Value) -> Result<Value, Refusal> {
    let arn = text(input, "BackupArn")?;
    let backup = described(keeper, arn)?;
    if is_being_made(keeper, arn) {
        return refused("BackupInUseException", format!("Backup is being created: {arn}"));
    }
    std::fs::remove_file(file(keeper, arn)?).map_err(broken)?;
    Ok(json!({ "BackupDescription": { "BackupDetails": details(&backup, "DELETED") } }))
}

pub(super) fn restore(keeper: &Arc<LocalBackups>, input: &Value) -> Result<Value, Refusal> {
    let (arn, table) = (text(input, "BackupArn")?, plain(text(input, "TargetTableName")?)?.to_owned());
    let backup = found(keeper, arn)?;
    if is_being_made(keeper, arn) {
        return refused("BackupInUseException", format!("Backup is being created: {arn}"));
    }
    if snapshot::exists(&keeper.database, &table) || !keeper.making().insert(table.clone()) {
        return refused("TableAlreadyExistsException", format!("Table already exists: {table}"));
    }
    let (source, mark) = (file(keeper, arn)?, keeper.directory.join(format!("{table}.{FILLING}")));
    let description = json!({ "TableName": table, "TableStatus": "CREATING", "KeySchema": backup.schema["KeySchema"] });
    keeper.go_on(table.clone(), move |keeper| {
        std::fs::write(&mark, b"")?;
        snapshot::restore(&keeper.database, &source, &table)?;
        Ok(std::fs::remove_file(&mark)?)
    });
    Ok(json!({ "TableDescription": description }))
}

pub(super) fn describe_table(keeper: &LocalBackups, input: &Value) -> Result<Value, Refusal> {
    let table = text(input, "TableName")?.to_owned();
    let status = if keeper.making().contains(&table) { "CREATING" } else { "ACTIVE" };
    match keeper.database.describe_table(DescribeTableRequest { table_name: table.clone() }) {
        Ok(_) => Ok(json!({ "Table": { "TableName": table, "TableStatus": status } })),
        Err(_) if status == "CREATING" => Ok(json!({ "Table": { "TableName": table, "TableStatus": status } })),
        Err(_) => refused("ResourceNotFoundException", format!("Table not found: {table}")),
    }
}

pub(super) fn delete_table(keeper: &LocalBackups, input: &Value) -> Result<Value, Refusal> {
    let table = text(input, "TableName")?.to_owned();
    if keeper.making().contains(&table) {
        return refused("ResourceInUseException", format!("Table is being created: {table}"));
    }
    if !snapshot::exists(&keeper.database, &table) {
        return refused("ResourceNotFoundException", format!("Table not found: {table}"));
    }
    keeper.database.delete_table(DeleteTableRequest { table_name: table.clone() }).map_err(broken)?;
    Ok(json!({ "TableDescription": { "TableName": table, "TableStatus": "DELETING" } }))
}

pub(super) fn continuous_backups(keeper: &LocalBackups, input: &Value, is_asked_for: bool) -> Result<Value, Refusal> {
    let table = plain(text(input, "TableName")?)?;
    if !snapshot::exists(&keeper.database, table) {
        return refused("TableNotFoundException", format!("Table not found: {table}"));
    }
    let mark = keeper.directory.join(format!("{table}.{CONTINUOUS}"));
    if is_asked_for {
        match input["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"].as_bool() {
            Some(true) => std::fs::write(&mark, b"").map_err(broken)?,
            Some(false) => std::fs::remove_file(&mark).map_err(broken)?,
            None => return refused("ValidationException", "PointInTimeRecoveryEnabled is missing"),
        }
    }
    let status = if mark.exists() { "ENABLED" } else { "DISABLED" };
    let recovery = json!({ "PointInTimeRecoveryStatus": status });
    Ok(json!({ "ContinuousBackupsDescription": { "ContinuousBackupsStatus": "ENABLED", "PointInTimeRecoveryDescription": recovery } }))
}
