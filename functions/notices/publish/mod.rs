//! notice_publish: a notice goes out, by `notice_send`, to every organization that it is for. A change that comes later than a
//! contract allows is refused. For operators, through IAM.

use crate::notices::{ToSend, audience, load};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::{Change, Companion, item};
use shared::domain::erasure::Signature;
use shared::domain::id::{NoticeDraftId, NoticeId};
use shared::domain::notice_draft::{NoticeDraft, is_in_time};
use shared::domain::organization::{ContractState, Organization};
use shared::domain::refusal::Refusal;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, FieldError, Result};
use shared::key::{self, Key};
use shared::ports::{Failure, Operation};
use shared::view::View;

/// How many organizations are looked at in one round trip.
const PAGE: u32 = 100;

/// The function.
pub struct NoticePublish;

/// Which.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The draft.
    pub draft: NoticeDraftId,
}

/// What was published.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The draft.
    pub draft: NoticeDraftId,
    /// What it is called in the organizations.
    pub notice: NoticeId,
    /// To how many organizations it goes.
    pub organizations: u64,
    /// 通知期限: the last day on which it could have been published.
    pub last_day: Option<NaiveDate>,
}

impl Endpoint for NoticePublish {
    const SPEC: Spec = Spec {
        name: "notice_publish",
        summary: ("お知らせを公開し、対象の組織に送る(運営者)", "Publish a notice and send it to its organizations (operator)"),
        method: Method::Post,
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let signed = Signature { operator: caller.operator()?.clone(), at: view.now() };
        let stored = load(view, input.draft).await?;
        let notice = view.identifier()?;
        let published = stored.publish(notice, signed)?;
        let (organizations, last_day) = reach(view, &published).await?;
        if let Some(last_day) = last_day.filter(|last_day| !is_in_time(*last_day, view.now())) {
            let late = FieldError::coded("draft", Refusal::NoticeTooLate.code(), Some(last_day.to_string()));
            return Err(Error::Invalid(vec![late]));
        }
        let waits = Operation::create(key::service_notice_to_send(input.draft), item(&ToSend::new())?, Failure::Conflict("record_changed"));
        Ok(Change::reply(Output { draft: input.draft, notice, organizations, last_day })
            .update(Tenant::of_operator(), &stored, &published, Event::NoticePublished)?
            .with(Companion::NoticeToSend, waits))
    }
}

// How many organizations a notice goes to, and the earliest of their last days. Only reads: however many there are, nothing is
// half done where it is cut off.
async fn reach(view: &View<'_>, draft: &NoticeDraft) -> Result<(u64, Option<NaiveDate>)> {
    let (mut count, mut earliest, mut after) = (0, None, None);
    loop {
        let page = audience::page(view, draft, after, PAGE).await?;
        let keys: Vec<Key> = page.tenants.iter().map(|tenant| key::organization(*tenant)).collect();
        let batch = view.batch(&keys).await?;
        for key in keys.iter().filter(|key| batch.has(key)) {
            let organization = batch.record::<Organization>(key)?;
            if organization.state == ContractState::Active {
                count += 1;
                earliest = earliest.into_iter().chain(draft.content.last_day(&organization.contract)).min();
            }
        }
        after = page.next;
        if after.is_none() {
            return Ok((count, earliest));
        }
    }
}
