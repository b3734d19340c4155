//! GET /password: the page that invitation and reset links lead to. The link's secret stands behind `#`, which browsers
//! keep to themselves; the page posts it with the new password.

use crate::pages::Page;
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::endpoint::{Access, Endpoint, Reply, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct PasswordPage;

/// Nothing.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

impl Endpoint for PasswordPage {
    const SPEC: Spec = Spec {
        name: "password_page",
        summary: ("パスワード設定の画面", "The page on which a password is set"),
        paths: &["/password"],
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
