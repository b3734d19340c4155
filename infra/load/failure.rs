//! Why the loader stops.

use std::fmt;

/// Why the loader can't go on.
#[derive(Debug)]
pub enum Failure {
    /// The service said no.
    Refused {
        /// What was asked.
        request: String,
        /// The status.
        status: u16,
        /// The stable code.
        code: String,
        /// The whole answer.
        answer: String,
    },
    /// The service didn't answer, however often it was asked.
    Unanswered(String),
    /// What was found isn't what this loader makes.
    Unexpected(String),
}

impl Failure {
    /// Whether the service refused with this code.
    pub fn is(&self, wanted: &str) -> bool {
        matches!(self, Self::Refused { code, .. } if code == wanted)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { request, status, answer, .. } => write!(formatter, "{request} → {status} {answer}"),
            Self::Unanswered(what) | Self::Unexpected(what) => formatter.write_str(what),
        }
    }
}

/// The result of everything that asks the service.
pub type Result<T> = std::result::Result<T, Failure>;
