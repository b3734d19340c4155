//! notice_send: sends published notices to the organizations that they are for, each in a transaction of its own.
//!
//! How far it is stands beside the notice, page by page, and a notice has the same identifier in every organization, in which it
//! can be made once: so nobody is told twice, wherever a run was cut off and however many run at once.

use crate::notices::delivery::notice_key;
use crate::notices::{Message, ToSend, audience, draft_key, recipients, send};
use shared::caller::Tenant;
use shared::change::{Change, Technical, item};
use shared::domain::id::{NoticeDraftId, NoticeId};
use shared::domain::notice::NoticeSource;
use shared::domain::notice_draft::NoticeDraft;
use shared::domain::organization::{ContractState, Organization};
use shared::endpoint::{Grant, Job, JobSpec, Schedule};
use shared::error::{Error, Result};
use shared::job::{Outcome, Run};
use shared::key::{self, Key, SERVICE_NOTICES_TO_SEND};
use shared::mail::MailKind;
use shared::ports::{self, Action, Condition, Failure, Operation};

/// How many notices one run sends.
const NOTICES: u32 = 20;
/// How many organizations one page has.
const PAGE: u32 = 50;
/// How many pages of a notice one run sends.
const PAGES: u32 = 10;

/// The job.
pub struct NoticeSend;

impl Job for NoticeSend {
    const SPEC: JobSpec = JobSpec {
        name: "notice_send",
        summary: ("公開されたお知らせを対象の組織に送る", "Send published notices to the organizations that they are for"),
        schedule: Schedule::EveryMinutes(5),
        on_outbox: false,
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
    };

    async fn run(run: &Run<'_>) -> Result<Outcome> {
        let found = run.view.items(SERVICE_NOTICES_TO_SEND.to_owned(), NOTICES).await?;
        let mut outcome = Outcome { more: found.more, ..Outcome::default() };
        for waiting in found.items {
            let draft = ports::text(&waiting, "sk")?.parse().map_err(Error::internal)?;
            let to_send = serde_json::from_value(waiting.into()).map_err(Error::internal)?;
            send_on(run, draft, to_send, &mut outcome).await?;
        }
        Ok(outcome)
    }
}

async fn send_on(run: &Run<'_>, id: NoticeDraftId, mut to_send: ToSend, outcome: &mut Outcome) -> Result<()> {
    let draft = run.view.load::<NoticeDraft>(&draft_key(id)).await?.record();
    let notice = draft.notice()?;
    for _ in 0..PAGES {
        let page = audience::page(&run.view, &draft, to_send.after, PAGE).await?;
        for tenant in untold(run, &page.tenants, notice).await? {
            match tell(run, tenant, notice, &draft).await {
                Ok(()) => outcome.done += 1,
                // Another run told it a moment ago.
                Err(Error::Conflict(_)) => {}
                // One that can't be told now holds up none of the others; it is tried again once these are told.
                Err(error) => {
                    tracing::warn!(function = "notice_send", code = error.code(), cause = error.cause(), "a notice was not sent");
                    outcome.failed += 1;
                    to_send.failed = true;
                }
            }
        }
        let is_through = page.next.is_none();
        let next = ToSend { version: to_send.version + 1, after: page.next, failed: to_send.failed && !is_through };
        let is_done = is_through && !to_send.failed;
        match step(run, id, to_send.version, (!is_done).then_some(&next)).await {
            Ok(()) => {}
            // Another run is ahead.
            Err(Error::Conflict(_)) => return Ok(()),
            Err(error) => return Err(error),
        }
        if is_through {
            return Ok(());
        }
        to_send = next;
    }
    outcome.more = true;
    Ok(())
}

// How far it is from now on, or that all were told.
async fn step(run: &Run<'_>, id: NoticeDraftId, found: u64, next: Option<&ToSend>) -> Result<()> {
    let action = match next {
        Some(next) => Action::Put(item(next)?),
        None => Action::Delete,
    };
    let conditions = vec![Condition::Equals("version", found.into())];
    let operation = Operation { key: key::service_notice_to_send(id), action, conditions, failure: Failure::Conflict("record_changed") };
    run.commit(Change::reply(()).technical(Technical::NoticeToSend, operation)).await
}

// Those whose contract holds and that don't have the notice yet.
async fn untold(run: &Run<'_>, tenants: &[Tenant], notice: NoticeId) -> Result<Vec<Tenant>> {
    let places = |tenant: Tenant| [key::organization(tenant), notice_key(tenant, notice)];
    let keys: Vec<Key> = tenants.iter().flat_map(|tenant| places(*tenant)).collect();
    let batch = run.view.batch(&keys).await?;
    let mut untold = Vec::new();
    for tenant in tenants {
        let [organization, told] = places(*tenant);
        // An organization that is being erased may be gone already.
        if batch.has(&organization) && !batch.has(&told) && batch.record::<Organization>(&organization)?.state == ContractState::Active {
            untold.push(*tenant);
        }
    }
    Ok(untold)
}

async fn tell(run: &Run<'_>, tenant: Tenant, notice: NoticeId, draft: &NoticeDraft) -> Result<()> {
    let recipients = recipients(&run.view, tenant).await?;
    let content = &draft.content;
    let message = Message {
        id: notice,
        source: NoticeSource::Operator { draft: draft.id, kind: content.kind, effective_at: content.effective_at },
        title: content.title.clone(),
        text: content.text.clone(),
        mail: MailKind::Notice,
        content: crate::mail::notice::notice(content),
    };
    run.commit(send(&run.view, Change::reply(()), tenant, &message, recipients)?).await
}
