//! Writes what follows from the lists of functions: template.yaml, CargoLambda.toml, openapi.json, and the tables of the
//! documents.

mod api;
mod area;
mod cargo_lambda;
mod count;
mod error;
mod function;
mod openapi;
mod operation;
mod policy;
mod readme;
mod resources;
mod schema;
mod template;
#[cfg(test)]
mod tests;
mod text;

pub use count::{Count, LIMIT, PLANNED_FUNCTIONS, RESERVE};
pub use error::{Error, Result};

use functions::{JOBS, LISTENERS, ROUTES};
use std::fs;
use std::path::{Path, PathBuf};

/// The root of the project that this was built from.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap_or(Path::new("/")).to_owned()
}

/// Every generated file: its path under the root, and its whole content. The documents keep what stands around their
/// tables.
///
/// # Errors
/// Where a part or document can't be read, or lacks the marks of its table.
pub fn generate(root: &Path) -> Result<Vec<(&'static str, String)>> {
    let document = |path: &'static str, name: &str, table: &str| -> Result<(&'static str, String)> {
        let file = root.join(path);
        let text = fs::read_to_string(&file).map_err(|error| Error::file(&file, &error))?;
        Ok((path, readme::replaced(path, &text, name, table)?))
    };
    Ok(vec![
        ("template.yaml", template::template(&root.join("infra"), ROUTES, JOBS, LISTENERS)?),
        ("CargoLambda.toml", cargo_lambda::cargo_lambda(ROUTES)),
        ("openapi.json", openapi::openapi(ROUTES)?),
        document("README.md", "endpoints", &readme::endpoints(ROUTES, JOBS, LISTENERS))?,
        document("ARCHITECTURE.md", "roles", &readme::roles(ROUTES))?,
    ])
}

/// How many resources the template becomes.
///
/// # Errors
/// Where a part can't be read.
pub fn count(root: &Path) -> Result<Count> {
    let infra = root.join("infra");
    Ok(Count::of(&template::template(&infra, ROUTES, JOBS, LISTENERS)?, &template::template(&infra, &[], &[], &[])?))
}
