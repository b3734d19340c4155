//! A backup's file: its description on the first line, and an item on each of the others.

use super::WHOLE;
use crate::Failure;
use crate::durable::OWNER_ONLY;
use dynoxide::actions::create_table::CreateTableRequest;
use dynoxide::actions::describe_table::DescribeTableRequest;
use dynoxide::actions::scan::ScanRequest;
use dynoxide::{Database, ImportOptions, Item};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// How many items are read and written at a time.
const PAGE: usize = 1_000;

/// What is known of a backup.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Description {
    pub arn: String,
    pub name: String,
    pub table: String,
    /// In milliseconds.
    pub made_at: i64,
    /// Keys and indexes, as a table is made with them.
    #[serde(default)]
    pub schema: Value,
    #[serde(default)]
    pub items: u64,
}

pub(super) fn exists(database: &Database, table: &str) -> bool {
    database.describe_table(DescribeTableRequest { table_name: table.to_owned() }).is_ok()
}

pub(super) fn read_description(file: &Path) -> io::Result<Description> {
    let mut line = String::new();
    BufReader::new(File::open(file)?).read_line(&mut line)?;
    serde_json::from_str(&line).map_err(io::Error::from)
}

/// Of all backups, those that are being made, too.
pub(super) fn descriptions(directory: &Path) -> io::Result<Vec<Description>> {
    let mut found: Vec<Description> = Vec::new();
    for path in std::fs::read_dir(directory)?.map(|entry| entry.map(|entry| entry.path())) {
        let path = path?;
        if !path.extension().is_some_and(|extension| extension == WHOLE || extension == "making") {
            continue;
        }
        match read_description(&path) {
            Ok(description) if !found.iter().any(|known| known.arn == description.arn) => found.push(description),
            // Deleted, or made whole, since the directory was read.
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

/// Says that a backup is being made.
pub(super) fn begin(file: &Path, description: &Description) -> io::Result<()> {
    crate::durable::replace(file, format!("{}\n", json!(description)).as_bytes(), OWNER_ONLY)
}

/// Writes the backup of a table from a copy of the store, which is removed, as what said that it was being made is.
pub(super) fn write(copy: &Path, whole: &Path, description: Description) -> Result<(), Failure> {
    let (unfinished, said) = (whole.with_extension("unfinished"), whole.with_extension("making"));
    let items = whole.with_extension("items");
    let (schema, count) = {
        let database = Database::new(&copy.to_string_lossy()).map_err(|error| error.to_string())?;
        (schema(&database, &description.table)?, write_items(&database, &description.table, &items)?)
    };
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(OWNER_ONLY).open(&unfinished)?;
    writeln!(file, "{}", json!(Description { schema, items: count, ..description }))?;
    io::copy(&mut File::open(&items)?, &mut file)?;
    file.sync_all()?;
    std::fs::rename(&unfinished, whole)?;
    for left in [&said, &items, &copy.to_owned(), &beside(copy, "-wal"), &beside(copy, "-shm")] {
        match std::fs::remove_file(left) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

fn beside(file: &Path, ending: &str) -> std::path::PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn write_items(database: &Database, table: &str, file: &Path) -> Result<u64, Failure> {
    let mut lines = BufWriter::new(OpenOptions::new().write(true).create(true).truncate(true).mode(OWNER_ONLY).open(file)?);
    let (mut count, mut after) = (0, None);
    loop {
        let request = ScanRequest { table_name: table.to_owned(), limit: Some(PAGE), exclusive_start_key: after, ..ScanRequest::default() };
        let page = database.scan(request).map_err(|error| error.to_string())?;
        for item in page.items.unwrap_or_default() {
            serde_json::to_writer(&mut lines, &item)?;
            lines.write_all(b"\n")?;
            count += 1;
        }
        after = page.last_evaluated_key;
        if after.is_none() {
            lines.flush()?;
            return Ok(count);
        }
    }
}

fn schema(database: &Database, table: &str) -> Result<Value, Failure> {
    let described = database.describe_table(DescribeTableRequest { table_name: table.to_owned() }).map_err(|error| error.to_string())?;
    let described = serde_json::to_value(described)?["Table"].take();
    let index =
        |index: &Value| json!({ "IndexName": index["IndexName"], "KeySchema": index["KeySchema"], "Projection": index["Projection"] });
    let indexes = described["GlobalSecondaryIndexes"].as_array().map(|indexes| indexes.iter().map(index).collect::<Vec<_>>());
    let mut schema = json!({
        "KeySchema": described["KeySchema"], "AttributeDefinitions": described["AttributeDefinitions"], "BillingMode": "PAY_PER_REQUEST",
    });
    if let Some(indexes) = indexes {
        schema["GlobalSecondaryIndexes"] = json!(indexes);
    }
    Ok(schema)
}

/// Makes a table and fills it.
pub(super) fn restore(database: &Database, source: &Path, table: &str) -> Result<(), Failure> {
    let mut lines = BufReader::new(File::open(source)?).lines();
    let description: Description = serde_json::from_str(&lines.next().ok_or("an empty backup")??)?;
    let mut schema = description.schema;
    schema["TableName"] = json!(table);
    let request: CreateTableRequest = serde_json::from_value(schema)?;
    database.create_table(request).map_err(|error| error.to_string())?;
    let mut page: Vec<Item> = Vec::new();
    for line in lines {
        page.push(serde_json::from_str(&line?)?);
        if page.len() == PAGE {
            fill(database, table, std::mem::take(&mut page))?;
        }
    }
    fill(database, table, page)
}

fn fill(database: &Database, table: &str, items: Vec<Item>) -> Result<(), Failure> {
    database.import_items(table, items, ImportOptions::default()).map(drop).map_err(|error| error.to_string().into())
}
