//! What the embedded store lacks of DynamoDB: on-demand backups, over DynamoDB's own protocol, so that the product's own port is
//! what speaks to them. A backup is a file of its own; a restore makes a fresh table of it in the store.
//!
//! As in AWS a backup holds the table as it was at the call, and is complete some time later; so is a restored table. What a
//! crash cuts off isn't there at the next start: a backup without its end, a table without all of its items.

mod actions;
mod snapshot;

use crate::Failure;
use crate::durable::private_directory;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use dynoxide::Database;
use dynoxide::actions::delete_table::DeleteTableRequest;
use http::{HeaderMap, StatusCode, header};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

const TARGET: &str = "x-amz-target";
const SERVICE: &str = "DynamoDB_20120810.";
/// The extension of a backup that is whole.
const WHOLE: &str = "backup";
/// The extension of the mark that a table is being filled.
const FILLING: &str = "filling";
/// The extension of the mark that a table's every point in time is kept: asked for, as in AWS, and not done here.
const CONTINUOUS: &str = "continuous";

/// A fault that the keeper of backups can have, for tests to switch on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackupFault {
    /// It is away.
    Unavailable,
    /// It makes backups, and none is ever complete.
    Slow,
}

/// The keeper of backups.
pub struct LocalBackups {
    directory: PathBuf,
    database: Database,
    /// The backups and tables that are being made.
    making: Mutex<BTreeSet<String>>,
    fault: Mutex<Option<BackupFault>>,
}

impl LocalBackups {
    /// Over a directory and the store. What a crash left unfinished is removed.
    ///
    /// # Errors
    /// Where the directory can't be made or read, or a table can't be removed.
    pub fn open(directory: PathBuf, database: Database) -> Result<Self, Failure> {
        private_directory(&directory)?;
        for path in std::fs::read_dir(&directory)?.map(|entry| entry.map(|entry| entry.path())) {
            let path = path?;
            let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
            if extension == WHOLE || extension == CONTINUOUS {
                continue;
            }
            let table = path.file_stem().and_then(|stem| stem.to_str()).filter(|_| extension == FILLING);
            if let Some(table) = table.filter(|table| snapshot::exists(&database, table)) {
                database.delete_table(DeleteTableRequest { table_name: table.to_owned() }).map_err(|error| error.to_string())?;
            }
            std::fs::remove_file(path)?;
        }
        Ok(Self { directory, database, making: Mutex::default(), fault: Mutex::default() })
    }

    /// Switches a fault on, or off with `None`.
    pub fn set_fault(&self, fault: Option<BackupFault>) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }

    /// Whether a backup or a table is being made: by the machine's clock, for tests that move their own.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        !self.making().is_empty()
    }

    /// Serves the protocol at `/`.
    pub fn router(self: Arc<Self>) -> Router {
        Router::new().route("/", post(answer)).with_state(self)
    }

    fn has_fault(&self, fault: BackupFault) -> bool {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) == Some(fault)
    }

    fn making(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.making.lock().unwrap_or_else(PoisonError::into_inner)
    }

    // The work goes on after the reply, as it does in AWS.
    fn go_on(self: &Arc<Self>, what: String, work: impl FnOnce(&Self) -> Result<(), Failure> + Send + 'static) {
        let keeper = Arc::clone(self);
        tokio::task::spawn_blocking(move || {
            if let Err(error) = work(&keeper) {
                tracing::error!(what, cause = %error, "a backup or a restore was not made");
            }
            keeper.making().remove(&what);
        });
    }
}

/// What is refused: the exception's name and a message.
#[derive(Debug)]
struct Refusal(StatusCode, &'static str, String);

fn refused<T>(exception: &'static str, message: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal(StatusCode::BAD_REQUEST, exception, message.into()))
}

fn broken(error: impl std::fmt::Display) -> Refusal {
    Refusal(StatusCode::INTERNAL_SERVER_ERROR, "InternalServerError", error.to_string())
}

async fn answer(State(keeper): State<Arc<LocalBackups>>, headers: HeaderMap, body: Bytes) -> Response {
    let action = headers.get(TARGET).and_then(|value| value.to_str().ok()).and_then(|target| target.strip_prefix(SERVICE));
    let action = action.unwrap_or_default().to_owned();
    // The store is asked and files are written.
    let handle = Arc::clone(&keeper);
    let acted = tokio::task::spawn_blocking(move || act(&handle, &action, &body)).await;
    let (status, body) = match acted.unwrap_or_else(|error| Err(broken(error))) {
        Ok(body) => (StatusCode::OK, body),
        Err(Refusal(status, exception, message)) => {
            (status, json!({ "__type": format!("com.amazonaws.dynamodb.v20120810#{exception}"), "message": message }))
        }
    };
    (status, [(header::CONTENT_TYPE, "application/x-amz-json-1.0")], body.to_string()).into_response()
}

fn act(keeper: &Arc<LocalBackups>, action: &str, body: &[u8]) -> Result<Value, Refusal> {
    if keeper.has_fault(BackupFault::Unavailable) {
        return Err(broken("the keeper is away"));
    }
    let Ok(input) = serde_json::from_slice::<Value>(body) else { return refused("SerializationException", "not JSON") };
    match action {
        "CreateBackup" => actions::create(keeper, &input),
        "ListBackups" => actions::list(keeper, &input),
        "DescribeBackup" => actions::describe(keeper, &input),
        "DeleteBackup" => actions::delete(keeper, &input),
        "RestoreTableFromBackup" => actions::restore(keeper, &input),
        "DescribeTable" => actions::describe_table(keeper, &input),
        "DeleteTable" => actions::delete_table(keeper, &input),
        "DescribeContinuousBackups" => actions::continuous_backups(keeper, &input, false),
        "UpdateContinuousBackups" => actions::continuous_backups(keeper, &input, true),
        action => refused("UnknownOperationException", action),
    }
}
