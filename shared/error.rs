//! What can go wrong, as the caller sees it: a status, a stable code, and words in Japanese or English. What only the log
//! may know travels beside it and never reaches a reply.

use crate::domain::refusal::Refusal;
use serde::Serialize;
use std::borrow::Cow;

/// The result of everything in the pipeline.
pub type Result<T> = std::result::Result<T, Error>;

/// A field of the input that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The member, such as `lines[2].amount_yen`.
    pub field: String,
    /// The stable code.
    pub code: Cow<'static, str>,
    /// What is allowed, where the code speaks of a bound.
    pub allowed: Option<String>,
    /// The code of a hint at what would do, where the reason alone doesn't say.
    #[serde(skip)]
    pub hint: Option<&'static str>,
}

impl FieldError {
    /// A field refused by a rule.
    #[must_use]
    pub fn new(field: impl Into<String>, refusal: Refusal) -> Self {
        Self { field: field.into(), code: refusal.code().into(), allowed: refusal.bound().map(|bound| bound.to_string()), hint: None }
    }

    /// A field refused with a code of the edge.
    #[must_use]
    pub fn coded(field: impl Into<String>, code: &'static str, allowed: Option<String>) -> Self {
        Self { field: field.into(), code: code.into(), allowed, hint: None }
    }
}

/// An error on its way to the caller.
#[derive(Debug)]
pub enum Error {
    /// 401: no session, or one that no longer holds. The code says which.
    Unauthenticated(&'static str),
    /// 403: signed in, but not allowed.
    Forbidden(&'static str),
    /// 404: not there, or of another organization, which looks the same.
    NotFound,
    /// 400: the request can't be read.
    Malformed(&'static str),
    /// 413: the body is larger than what is taken.
    TooLarge,
    /// 415: the body isn't JSON.
    MediaType,
    /// 422: fields were refused.
    Invalid(Vec<FieldError>),
    /// 409: a rule of the domain refused.
    Refused(Refusal),
    /// 409: somebody else was faster, or the thing exists. The code says which.
    Conflict(&'static str),
    /// 409: of several records that change together, somebody else was faster with these.
    RecordsChanged(Vec<String>),
    /// 412: the record isn't at the version that `If-Match` names.
    Precondition,
    /// 429: too many tries.
    TooMany(&'static str, u32),
    /// 503: a part that is needed is away; the number of seconds after which to try again.
    Unavailable(String, u32),
    /// 500: a fault of ours; the text is for the log alone.
    Internal(String),
}

impl Error {
    /// One refused field.
    #[must_use]
    pub fn field(field: impl Into<String>, refusal: Refusal) -> Self {
        Self::Invalid(vec![FieldError::new(field, refusal)])
    }

    /// A fault of ours, with its cause for the log.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::Malformed(_) => 400,
            Self::Unauthenticated(_) => 401,
            Self::Forbidden(_) => 403,
            Self::NotFound => 404,
            Self::Refused(_) | Self::Conflict(_) | Self::RecordsChanged(_) => 409,
            Self::Precondition => 412,
            Self::TooLarge => 413,
            Self::MediaType => 415,
            Self::Invalid(_) => 422,
            Self::TooMany(..) => 429,
            Self::Internal(_) => 500,
            Self::Unavailable(..) => 503,
        }
    }

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unauthenticated(code) | Self::Forbidden(code) | Self::Malformed(code) | Self::Conflict(code) | Self::TooMany(code, _) => {
                code
            }
            Self::NotFound => "not_found",
            Self::TooLarge => "body_too_large",
            Self::MediaType => "media_type_unsupported",
            Self::Invalid(_) => "fields_invalid",
            Self::Refused(refusal) => refusal.code(),
            Self::RecordsChanged(_) => "record_changed",
            Self::Precondition => "version_mismatch",
            Self::Unavailable(..) => "temporarily_unavailable",
            Self::Internal(_) => "internal_error",
        }
    }

    /// What the log may know.
    #[must_use]
    pub fn cause(&self) -> Option<&str> {
        match self {
            Self::Internal(cause) | Self::Unavailable(cause, _) => Some(cause),
            _ => None,
        }
    }

    /// After how many seconds to try again, where that helps.
    #[must_use]
    pub const fn retry_after_seconds(&self) -> Option<u32> {
        match self {
            Self::TooMany(_, seconds) | Self::Unavailable(_, seconds) => Some(*seconds),
            _ => None,
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
