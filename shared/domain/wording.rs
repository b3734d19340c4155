//! What is told in two languages.

use serde::{Deserialize, Serialize};

/// The same words in Japanese and English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wording<T> {
    /// 日本語.
    pub ja: T,
    /// English.
    pub en: T,
}
