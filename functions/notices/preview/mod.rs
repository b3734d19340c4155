//! notice_preview: the mail of a notice, exactly as each recipient gets it. For operators, through IAM.

use crate::notices::load;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::NoticeDraftId;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::mail::Content;
use shared::view::View;

/// The function.
pub struct NoticePreview;

/// Which.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The draft.
    pub draft: NoticeDraftId,
}

/// The mail, Japanese first and English below.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// 件名.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
}

impl Endpoint for NoticePreview {
    const SPEC: Spec = Spec {
        name: "notice_preview",
        summary: ("お知らせのメールを送信前に表示する(運営者)", "Show the mail of a notice before it is sent (operator)"),
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(_: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let Content { subject, text, html } = crate::mail::notice::notice(&load(view, input.draft).await?.content);
        Ok(Change::reply(Output { subject, text, html }))
    }
}
