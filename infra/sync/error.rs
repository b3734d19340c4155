//! What can go wrong while writing the files.

use std::fmt;
use std::path::Path;

/// The result of generating.
pub type Result<T> = std::result::Result<T, Error>;

/// Why nothing was written, in words for whoever ran it.
#[derive(Debug)]
pub struct Error(String);

impl Error {
    /// A fault in words.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// A file that can't be read or written.
    #[must_use]
    pub fn file(path: &Path, error: &std::io::Error) -> Self {
        Self(format!("{}: {error}", path.display()))
    }

    /// A part of the template with a line where none can be.
    #[must_use]
    pub fn part(path: &Path, line: &str) -> Self {
        Self(format!("{}: a line outside any section: {line}", path.display()))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Error {}
