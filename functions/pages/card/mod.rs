//! GET /card: the form from which a card's number goes to the card company's own script, and to nothing else. The console shows it
//! in a frame and is told the token alone.
//!
//! The script is another company's and changes without our doing. The frame has no origin of its own, so that the script sees what
//! is typed into this form and nothing of the console (PCI DSS 4.0.1, 6.4.3).

use crate::pages::Page;
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::endpoint::{Access, Endpoint, Reply, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct CardPage;

/// Nothing.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

const HEAD: &str = include_str!("../head.html");
const FORM: &str = include_str!("form.html");
/// What the card company's script looks itself up by. Its address holds no quotation mark: the settings see to that.
const NAMED: &str = "\" callBackFunc=\"setToken\" class=\"spsvToken\"></script>\n";
const SENDING: &str = include_str!("sending.html");

impl Endpoint for CardPage {
    const SPEC: Spec = Spec {
        name: "card_page",
        summary: ("カード番号を入力する画面", "The form that a card's number is typed into"),
        paths: &["/card"],
        access: Access::Anyone,
        reply: Reply::Frame,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Page;

    async fn handle(_: &Caller, _: Input, view: &View<'_>) -> Result<Change<Page>> {
        let html = match &view.settings().card_tokens {
            Some(script) => [HEAD, FORM, "<script src=\"", script, NAMED, SENDING].concat().into(),
            None => concat!(include_str!("../head.html"), include_str!("unset.html")).into(),
        };
        Ok(Change::reply(Page { html }))
    }
}
