//! Pages for people: what links in mails lead to, and from where inquiries are sent.

pub mod card;
pub mod inquiry;
pub mod password;

use schemars::JsonSchema;
use serde::Serialize;
use std::borrow::Cow;

/// A page.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Page {
    /// Its HTML.
    pub html: Cow<'static, str>,
}
