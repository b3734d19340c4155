//! Pages for people that stand by themselves: from where inquiries are sent, and what a card's number is typed into.

pub mod card;
pub mod inquiry;

use schemars::JsonSchema;
use serde::Serialize;
use std::borrow::Cow;

/// A page.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Page {
    /// Its HTML.
    pub html: Cow<'static, str>,
}
