//! GET /inquiry: the page from which an inquiry is sent to the support desk, signed in or not.

use crate::pages::Page;
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::endpoint::{Access, Endpoint, Reply, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct InquiryPage;

/// Nothing.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

impl Endpoint for InquiryPage {
    const SPEC: Spec = Spec {
        name: "inquiry_page",
        summary: ("お問い合わせの画面", "The page from which an inquiry is sent"),
        paths: &["/inquiry"],
        access: Access::Anyone,
        reply: Reply::Page,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Page;

    async fn handle(_: &Caller, _: Input, _: &View<'_>) -> Result<Change<Page>> {
        Ok(Change::reply(Page { html: concat!(include_str!("../head.html"), include_str!("page.html")).into() }))
    }
}
