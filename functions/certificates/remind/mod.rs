//! certificate_remind: mails the administrators, and whom a certificate was issued to, 30 and 7 days before its end. Each
//! reminder is noted on the certificate in the transaction that sends the mail, so that it goes out once.

use crate::accounts::{account_key, administrators};
use crate::certificates::certificate_key;
use crate::mail::text::Holder;
use shared::caller::Tenant;
use shared::change::Change;
use shared::domain::account::{Account, AccountState};
use shared::domain::certificate::Certificate;
use shared::domain::id::{CertificateId, OrganizationId};
use shared::domain::mail_address::MailAddress;
use shared::domain::timeline::Event;
use shared::endpoint::{Grant, Job, JobSpec, Schedule};
use shared::error::{Error, Result};
use shared::job::{Outcome, Run};
use shared::key::{Index, SERVICE_CERTIFICATE_REMINDERS};
use shared::mail::{MailKind, outgoing};
use shared::ports::{self, Item, Query};
use shared::record::Stored;
use shared::view::{View, position};

/// How many certificates one page has.
const PAGE: u32 = 100;
/// How many pages one run looks at.
const PAGES: u32 = 50;

/// The job.
pub struct CertificateRemind;

impl Job for CertificateRemind {
    const SPEC: JobSpec = JobSpec {
        name: "certificate_remind",
        summary: ("クライアント証明書の期限を30日前と7日前に知らせる", "Tell of the end of client certificates 30 and 7 days before"),
        schedule: Schedule::Daily { hour: 9, minute: 0 },
        on_outbox: false,
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
    };

    async fn run(run: &Run<'_>) -> Result<Outcome> {
        let (now, mut outcome, mut after) = (shared::domain::time::text(run.view.now()), Outcome::default(), None);
        for _ in 0..PAGES {
            let query = Query {
                index: Some(Index::Due),
                partition: SERVICE_CERTIFICATE_REMINDERS.into(),
                range: Some(("0".into(), now.clone())),
                descending: false,
                limit: PAGE,
                after: after.take(),
            };
            let found = run.view.query(&query).await?;
            for due in &found.items {
                match remind(run, due).await {
                    Ok(told) => outcome.done += u32::from(told),
                    // One that can't be told today holds up none of the others; the next run tries it again.
                    Err(error) => {
                        tracing::warn!(function = "certificate_remind", code = error.code(), cause = error.cause(), "an end was not told");
                        outcome.failed += 1;
                    }
                }
            }
            after = found.items.last().filter(|_| found.more).map(|item| position(item, Some(Index::Due))).transpose()?;
            if after.is_none() {
                return Ok(outcome);
            }
        }
        outcome.more = true;
        Ok(outcome)
    }
}

async fn remind(run: &Run<'_>, due: &Item) -> Result<bool> {
    let (organization, certificate) = place(due)?;
    let (view, tenant) = (&run.view, Tenant::of_service(organization));
    let stored = view.load_open::<Certificate>(tenant, &certificate_key(tenant, certificate)).await?;
    // The index lags behind: it may have been told, or revoked, a moment ago.
    let Some(reminded) = stored.remind(view.now()) else { return Ok(false) };
    let name = stored.name.get().ok_or_else(|| Error::internal("a certificate that wasn't opened"))?;
    let mut change = Change::reply(()).update(tenant, &stored, &reminded, Event::CertificateReminded)?;
    let account = holder(view, tenant, &stored).await?;
    let held_by = match account.as_ref().map(|account| account.name.get()) {
        Some(name) => Holder::Account(name.ok_or_else(|| Error::internal("an account that wasn't opened"))?.as_str()),
        None => Holder::Anybody,
    };
    for to in recipients(view, tenant, account.as_deref()).await? {
        let content = crate::mail::text::certificate_ending(name.as_str(), held_by, stored.expires_at);
        change = change.mail(tenant, outgoing(view, tenant, MailKind::CertificateEnding, to, content)?);
    }
    run.commit(change).await.map(|()| true)
}

// Organization and certificate stand at the end of the place in the index.
fn place(due: &Item) -> Result<(OrganizationId, CertificateId)> {
    let text = ports::text(due, Index::Due.attributes().1)?;
    let mut parts = text.rsplit('#');
    match (parts.next().and_then(|id| id.parse().ok()), parts.next().and_then(|id| id.parse().ok())) {
        (Some(certificate), Some(organization)) => Ok((organization, certificate)),
        _ => Err(Error::internal("a reminder without a certificate")),
    }
}

async fn holder(view: &View<'_>, tenant: Tenant, certificate: &Certificate) -> Result<Option<Stored<Account>>> {
    let Some(account) = certificate.account else { return Ok(None) };
    match view.load_open::<Account>(tenant, &account_key(tenant, account)).await {
        Ok(account) => Ok(Some(account)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn recipients(view: &View<'_>, tenant: Tenant, holder: Option<&Account>) -> Result<Vec<MailAddress>> {
    let mut recipients = administrators(view, tenant).await?;
    let holder = holder.filter(|account| account.state == AccountState::Active);
    recipients.extend(holder.and_then(|account| account.mail_address.get().cloned()));
    recipients.sort_unstable_by(|one, other| one.as_str().cmp(other.as_str()));
    recipients.dedup();
    Ok(recipients)
}
