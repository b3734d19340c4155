//! Refusals of fields.

use super::Refusal;

/// A refusal with the field that it is about, so that several mistakes in one input can be shown at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldRefusal {
    /// The field's place in the input, as `care.visit.cap_yen` or `lines[3].stay_days` (counted from 0).
    pub path: String,
    /// Why it is refused.
    pub refusal: Refusal,
}

impl FieldRefusal {
    /// A refusal of the field at `path`.
    #[must_use]
    pub fn new(path: impl Into<String>, refusal: Refusal) -> Self {
        Self { path: path.into(), refusal }
    }
}
