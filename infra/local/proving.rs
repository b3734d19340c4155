//! Proving who operates the local cloud from another process, as an operator does in AWS: from the operator's key, and from the
//! environment that the running cloud has written.

use crate::Failure;
use crate::cloud::Cloud;
use crate::durable::{OWNER_ONLY, replace};
use crate::sts::credentials;
use prove::Signer;
use std::path::Path;

/// The file with the environment, in the state directory.
const ENVIRONMENT: &str = "environment";

/// Writes what functions and operators in other processes need.
///
/// # Errors
/// Where the file can't be written.
pub fn write_environment(directory: &Path, cloud: &Cloud) -> Result<(), Failure> {
    let lines: String = cloud.environment.iter().map(|(name, value)| format!("{name}='{value}'\n")).collect();
    Ok(replace(&directory.join(ENVIRONMENT), lines.as_bytes(), OWNER_ONLY)?)
}

/// Who signs for the running cloud whose files lie in this directory.
///
/// # Errors
/// Where there is no such operator, or the cloud was never started.
pub fn signer(directory: &Path, operator: &str) -> Result<Signer, Failure> {
    let credentials = credentials(directory, operator)?;
    let path = directory.join(ENVIRONMENT);
    let environment =
        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}: start the local cloud first: make run", path.display()))?;
    let value = |name: &str| {
        let line = environment.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        line.map(|quoted| quoted.trim_matches('\'').to_owned())
    };
    crate::cloud::signer(credentials, value)
}
